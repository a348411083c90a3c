package weburl

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// MaxCharacters is how long an address may be as it is written.
	MaxCharacters = 2000
	// maxEncoded bounds it in bytes, once all but ASCII is percent-encoded:
	// it must fit into a header that proxies take.
	maxEncoded = 3072
	// growth is how many bytes a placeholder gains at most with its value.
	growth = 40
)

// Browser judges an address that a payer's browser is sent to: https, http, an
// app's scheme in its reverse-domain form (com.shop.app:), or one of apps, the
// schemes that the merchant registered. The error says what would be right.
func Browser(raw string, apps ...string) (*url.URL, error) {
	u, err := parse(raw)
	if err != nil {
		return nil, err
	}
	switch {
	case isWeb(u):
		return u, checkWeb(u, raw)
	case isReverseDomain(u.Scheme), slices.Contains(apps, u.Scheme) && !isSystem(u.Scheme):
		return u, checkApp(u, raw)
	case isSystem(u.Scheme):
		return nil, fmt.Errorf("must not use the scheme %s", u.Scheme)
	}
	return nil, errors.New("must use https, http, or an app's scheme such as com.shop.app: (a shorter one once a profile's app_schemes names it)")
}

// Callback judges an address that a server is called at: https or http.
func Callback(raw string) (*url.URL, error) {
	u, err := parse(raw)
	if err != nil {
		return nil, err
	}
	if !isWeb(u) {
		return nil, errors.New("must be an https address")
	}
	return u, checkWeb(u, raw)
}

// App judges an address that an app on the payer's phone opens, and never a
// page of ours: any scheme that is not the system's own.
func App(raw string) (*url.URL, error) {
	u, err := parse(raw)
	if err != nil {
		return nil, err
	}
	switch {
	case isWeb(u):
		return u, checkWeb(u, raw)
	case isSystem(u.Scheme):
		return nil, fmt.Errorf("must not use the scheme %s", u.Scheme)
	}
	return u, checkApp(u, raw)
}

// Scheme judges a scheme that a merchant registers for its app: lower case, as
// it stands before the colon.
func Scheme(name string) error {
	switch {
	case len(name) < minScheme || len(name) > maxScheme || !isScheme(name):
		return fmt.Errorf("must be %d to %d lower-case letters, digits, hyphens, dots or plus signs, the first a letter", minScheme, maxScheme)
	case isSystem(name), name == "https", name == "http":
		return errors.New("must be a scheme of the app's own")
	}
	return nil
}

// parse is what holds for every address: what one program reads as host and
// another as path is no address.
func parse(raw string) (*url.URL, error) {
	switch {
	case !utf8.ValidString(raw) || utf8.RuneCountInString(raw) > MaxCharacters:
		return nil, fmt.Errorf("must be at most %d characters", MaxCharacters)
	case encodedSize(raw) > maxEncoded:
		return nil, fmt.Errorf("must be at most %d bytes once it is percent-encoded", maxEncoded)
	case strings.ContainsFunc(raw, isBlank):
		return nil, errors.New("must hold no spaces or control characters")
	case strings.Contains(raw, `\`):
		return nil, errors.New("must hold no backslash")
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" {
		return nil, errors.New("must be an absolute URL, with placeholders after the host only")
	}
	return u, nil
}

// isBlank reports whether a character is no visible part of an address.
func isBlank(r rune) bool {
	if r <= unicode.MaxASCII { // nearly always, and faster than the tables
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

// encodedSize is how many bytes an address has at most when it is used.
func encodedSize(raw string) int {
	size, braces := len(raw), 0
	for i := range len(raw) {
		switch {
		case raw[i] >= utf8.RuneSelf:
			size += 2
		case raw[i] == '{', raw[i] == '%' && isBrace(raw[i+1:]):
			braces++
		}
	}
	return size + growth*braces/2
}

// isBrace reports whether what follows a percent sign makes it an opening brace.
func isBrace(rest string) bool {
	return len(rest) > 1 && rest[0] == '7' && (rest[1] == 'B' || rest[1] == 'b')
}

func isWeb(u *url.URL) bool { return u.Scheme == "https" || u.Scheme == "http" }

// checkApp judges the rest of an app's address: com.shop.app://done, or with
// one slash, as native apps are told to use it.
func checkApp(u *url.URL, raw string) error {
	switch {
	case u.Opaque != "" || !strings.HasPrefix(raw[len(u.Scheme):], ":/"):
		return errors.New("must be an absolute URL with //")
	case u.User != nil:
		return errUserinfo
	case strings.ContainsFunc(u.Host, notInHost):
		return errHost
	}
	return nil
}
