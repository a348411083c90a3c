// Package markup owns the HTML of the screens: one typed template a
// file. It writes what a view says, escaped for its place, and must not know
// where a view comes from or what its texts mean.
package markup

//go:generate go tool -modfile=../../../tools/go.mod templ generate -include-version=false

import (
	"cmp"

	"github.com/a-h/templ"

	"github.com/openhpp/openhpp/internal/page/view"
)

// Page is a screen with what differs from answer to answer.
type Page struct {
	view.Screen
	Nonce   string   // of the answer's Content-Security-Policy
	Styles  []string // the text of each stylesheet
	Scripts []Script
	Icon    string // an address
}

// Script is the address of a script on a page, and the hash it must have.
type Script struct{ Address, Integrity string }

// ColorSchemes are those that the page can be shown in.
func (p *Page) ColorSchemes() string { return cmp.Or(p.Scheme, "light dark") }

// address is a link as the views judged it: apps' own schemes are links too.
func address(a view.Address) templ.SafeURL { return templ.SafeURL(a) }

// below is where a form goes under the payer's page.
func (p *Page) below(suffix string) templ.SafeURL { return templ.SafeURL(p.Path + suffix) }

// at is a link at or under the payer's page.
func (p *Page) at(suffix string) templ.SafeURL {
	if p.Query != "" {
		suffix += "?" + p.Query
	}
	return p.below(suffix)
}

// when is a class that stands under a condition.
func when(condition bool, class string) string {
	if condition {
		return class
	}
	return ""
}
