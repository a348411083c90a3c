package hpp

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MerchantURLs are where the payer, or the callback, goes. Each may hold
// placeholders (hpp.md §4).
type MerchantURLs struct {
	Success      string
	Cancel       string
	Back         string
	Failure      string
	Error        string
	StatusUpdate string
}

const maxURL = 2000 // characters

// forbidden are schemes that run code, read files or are no page. Any other
// scheme may be an app's own (decisions.md §4).
var forbidden = []string{
	"javascript", "data", "file", "vbscript", "blob", "about", "filesystem", "view-source", "ws", "wss", "ftp", "mailto", "tel", "sms",
}

// check gathers what is wrong with the addresses. callback judges where a
// status_update may point.
func (m MerchantURLs) check(f *faults, callback func(*url.URL) error) {
	for _, browser := range []struct{ name, raw string }{
		{"success", m.Success}, {"cancel", m.Cancel}, {"back", m.Back}, {"failure", m.Failure}, {"error", m.Error},
	} {
		if browser.raw != "" {
			if _, err := parseURL(browser.raw); err != nil {
				f.add("merchant_urls."+browser.name, err.Error())
			}
		}
	}
	if m.StatusUpdate == "" {
		return
	}
	u, err := parseURL(m.StatusUpdate)
	if err == nil && u.Scheme != "https" && u.Scheme != "http" {
		err = errors.New("must be an https address")
	}
	if err == nil {
		err = callback(u)
	}
	if err != nil {
		f.add("merchant_urls.status_update", err.Error())
	}
}

// parseURL accepts what a browser would read exactly as we do: absolute, no
// credentials, nothing that one parser sees as host and another as path.
func parseURL(raw string) (*url.URL, error) {
	switch {
	case !utf8.ValidString(raw) || utf8.RuneCountInString(raw) > maxURL:
		return nil, fmt.Errorf("must be at most %d characters", maxURL)
	case strings.ContainsFunc(raw, unicode.IsControl), strings.ContainsFunc(raw, unicode.IsSpace):
		return nil, errors.New("must hold no spaces or control characters")
	case strings.Contains(raw, `\`):
		return nil, errors.New("must hold no backslash")
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme == "" {
		return nil, errors.New("must be an absolute URL, with placeholders after the host only")
	}
	if slices.Contains(forbidden, u.Scheme) {
		return nil, fmt.Errorf("must not use the scheme %s", u.Scheme)
	}
	if !strings.HasPrefix(raw[len(u.Scheme):], "://") {
		return nil, errors.New("must be an absolute URL with //")
	}
	if u.Scheme == "https" || u.Scheme == "http" {
		return u, checkHost(u)
	}
	return u, nil
}

func checkHost(u *url.URL) error {
	switch {
	case u.Hostname() == "":
		return errors.New("must name a host")
	case u.User != nil:
		return errors.New("must hold no user name or password")
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII || strings.ContainsRune(`{}<>"'|^%`, r) }):
		return errors.New("must write its host in ASCII (punycode), without placeholders")
	}
	return nil
}

// destination is where a payer goes from a state, placeholders replaced;
// empty when the page itself is the end (hpp.md §4.1).
func (s Session) destination() string {
	urls := s.URLs
	switch s.Status {
	case Completed:
		return s.Expand(urls.Success)
	case Failed:
		return s.Expand(urls.Failure)
	case Errored:
		return s.Expand(cmp.Or(urls.Error, urls.Failure))
	case Cancelled:
		return s.Expand(urls.Cancel)
	case Back:
		return s.Expand(cmp.Or(urls.Back, urls.Cancel))
	}
	return ""
}

// door is where the payer of a closed page meets the shop again; empty when
// the merchant gave no address to leave by.
func (s Session) door() string {
	return s.Expand(cmp.Or(s.URLs.Back, s.URLs.Cancel, s.URLs.Failure))
}

// exit decides the page's one way out: a back address, or in a web shop a
// cancel address, keeps the session open; otherwise leaving is cancelling
// (decisions.md §3).
func (s Session) exit() Exit {
	if s.URLs.Back != "" || (s.URLs.Cancel != "" && s.Channel == Ecommerce) {
		return ExitBack
	}
	return ExitCancel
}
