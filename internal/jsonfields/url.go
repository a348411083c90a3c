package jsonfields

import (
	"net/url"

	"github.com/openhpp/openhpp/internal/weburl"
)

// Callable judges whether a merchant's server may be called at an address,
// beyond the form of it; nil: anywhere.
type Callable func(*url.URL) error

// ReadCalling opens a whole request that names servers to be called.
func ReadCalling(tree map[string]any, callable Callable) Object {
	o := Read(tree)
	o.callable = callable
	return o
}

// URL reads an address that a payer's browser is sent to; placeholders in
// braces may stand behind its host.
func (o Object) URL(name string) string {
	return o.address(name, func(raw string) (*url.URL, error) { return weburl.Browser(raw) })
}

// AppURL reads an address that an app on the payer's phone opens.
func (o Object) AppURL(name string) string { return o.address(name, weburl.App) }

// CallbackURL reads an address that the merchant's server is called at: one
// that can never be called is refused at once.
func (o Object) CallbackURL(name string) string {
	return o.address(name, func(raw string) (*url.URL, error) {
		u, err := weburl.Callback(raw)
		if err == nil && o.callable != nil {
			err = o.callable(u)
		}
		return u, err
	})
}

func (o Object) address(name string, judge func(string) (*url.URL, error)) string {
	raw, isText := o.Tree[name].(string)
	if !isText {
		return o.Text(name, weburl.MaxCharacters) // says what is wrong with it
	}
	if raw == "" {
		return ""
	}
	// As it was sent: what is cleaned away from a text has no place in an address.
	if _, err := judge(raw); err != nil {
		o.Wrong(name, err.Error()+", such as https://shop.example/path")
		return ""
	}
	return raw
}
