package view

import (
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/typed/phone"
)

// Contact is where a payer can ask the shop.
type Contact struct {
	Label string
	Ways  []ContactWay
}

// ContactWay is a page, an e-mail address or a telephone number of the shop.
type ContactWay struct {
	To   Address
	Text string // reads from left to right in every language
	Page bool   // opens beside this page
}

// contact is nil where the shop named nothing.
func (t builder) contact() *Contact {
	s := t.page.Session.Options.Support
	c := Contact{Label: t.purchaseText("contact.ask")}
	if to := safeAddress(s.URL); to != "" {
		c.Ways = append(c.Ways, ContactWay{To: to, Text: siteName(s.URL), Page: true})
	}
	if name, domain, ok := strings.Cut(s.Email, "@"); ok {
		c.Ways = append(c.Ways, ContactWay{To: Address("mailto:" + url.PathEscape(name) + "@" + domain), Text: s.Email})
	}
	if s.Phone != "" {
		c.Ways = append(c.Ways, ContactWay{To: Address("tel:" + s.Phone), Text: strings.ReplaceAll(phone.International(s.Phone), " ", "\u00a0")})
	}
	if len(c.Ways) == 0 || t.page.Session.Shop == "" {
		return nil
	}
	return &c
}

// siteName is the host of an address, as people name a site.
func siteName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
