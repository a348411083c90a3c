package hpp

import (
	"cmp"
	"net/url"

	"github.com/openhpp/openhpp/internal/weburl"
)

// MerchantURLs are where the payer, or the callback, goes. Each may hold
// placeholders (docs/spec/hpp.md §4).
type MerchantURLs struct {
	Success      string
	Cancel       string
	Back         string
	Failure      string
	Error        string
	StatusUpdate string
}

// check gathers what is wrong with the addresses. apps are the schemes that
// the merchant registered; callback judges where a status_update may point.
func (m MerchantURLs) check(f *fieldErrors, apps []string, callback func(*url.URL) error) {
	for _, browser := range []struct{ name, raw string }{
		{"success", m.Success}, {"cancel", m.Cancel}, {"back", m.Back}, {"failure", m.Failure}, {"error", m.Error},
	} {
		if browser.raw != "" {
			if _, err := weburl.Browser(browser.raw, apps...); err != nil {
				f.add("merchant_urls."+browser.name, err.Error())
			}
		}
	}
	if m.StatusUpdate == "" {
		return
	}
	u, err := weburl.Callback(m.StatusUpdate)
	if err == nil {
		err = callback(u)
	}
	if err != nil {
		f.add("merchant_urls.status_update", err.Error())
	}
}

// Destination is where the page sends a payer as the session is, and which of the
// merchant's addresses that is: success, failure, error, cancel or back. No address:
// the page itself is the end.
func (s Session) Destination() (kind, address string) {
	address = s.redirectURL()
	switch s.Status {
	case Completed:
		kind = "success"
	case Failed:
		kind = "failure"
	case Errored:
		if kind = "error"; s.URLs.Error == "" {
			kind = "failure"
		}
	case Cancelled:
		kind = "cancel"
	case Back:
		if kind = "back"; s.URLs.Back == "" {
			kind = "cancel"
		}
	}
	return kind, address
}

// redirectURL is where a payer goes from a state, placeholders replaced;
// empty when the page itself is the end (docs/spec/hpp.md §4.1).
func (s Session) redirectURL() string {
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

// shopURL is where the payer of a closed page meets the shop again; empty when
// the merchant gave no address to leave by.
func (s Session) shopURL() string {
	return s.Expand(cmp.Or(s.URLs.Back, s.URLs.Cancel, s.URLs.Failure))
}

// exitMode decides the page's one way out: a back address, or in a web shop a
// cancel address, keeps the session open; otherwise leaving is cancelling
// (docs/spec/decisions.md §3).
func (s Session) exitMode() ExitMode {
	if s.URLs.Back != "" || (s.URLs.Cancel != "" && s.Channel == Ecommerce) {
		return ExitBack
	}
	return ExitCancel
}
