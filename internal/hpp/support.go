package hpp

import (
	"cmp"

	"github.com/openhpp/openhpp/internal/weburl"
)

// Support is where a payer can ask the shop, and what they agree to. Empty
// members were not said.
type Support struct {
	URL   string // a page of the shop
	Email string // in its normal form
	Phone string // E.164
	Terms string // a page with the shop's terms
}

// IsZero reports whether a shop named nothing to ask it by.
func (s Support) IsZero() bool { return s.URL == "" && s.Email == "" && s.Phone == "" }

func (s Support) withDefaults(other Support) Support {
	return Support{
		URL: cmp.Or(s.URL, other.URL), Email: cmp.Or(s.Email, other.Email),
		Phone: cmp.Or(s.Phone, other.Phone), Terms: cmp.Or(s.Terms, other.Terms),
	}
}

// parse checks what was said and puts it into its normal form.
func (s Support) parse(f *fieldErrors, judge Contacts) Support {
	normal := func(field, raw string, read func(string) (string, error)) string {
		if raw == "" {
			return ""
		}
		value, err := read(raw)
		if err != nil {
			f.add(field, err.Error())
		}
		return value
	}
	return Support{
		URL:   checkPage(f, "options.support_url", s.URL),
		Email: normal("options.support_email", s.Email, judge.Email),
		Phone: normal("options.support_phone", s.Phone, judge.SupportPhone),
		Terms: checkPage(f, "options.terms_url", s.Terms),
	}
}

// checkPage judges the address of a page that payers open beside ours.
func checkPage(f *fieldErrors, field, raw string) string {
	if raw == "" {
		return ""
	}
	if u, err := weburl.Callback(raw); err != nil {
		f.add(field, err.Error())
	} else if u.Scheme != "https" {
		f.add(field, "must be an https address")
	}
	return raw
}
