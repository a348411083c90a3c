package view

import (
	"html/template"
	"strings"
	"unicode"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Site is what a screen must know of the server and of the link it is at.
type Site struct {
	Path string // of the payer's page: /eu/hpp/payments/{link}
	URL  string // the same, absolute: what the QR code holds
	Host string // as payers compare it with the address bar
	Test bool   // playground: no real money
	// TestData is where test data is explained; empty: nowhere.
	TestData string
}

// at is an address of ours at or below the payer's page.
func (s Site) at(suffix string) template.URL {
	return template.URL(s.Path + suffix) //nolint:gosec // a path of ours; the link in it is escaped
}

// Screen is one page. Of the bodies exactly one is set.
type Screen struct {
	Lang, Dir string // attributes of html
	Title     string // of the tab
	Shop      Shop
	Test      string // the banner's text; empty in production
	TestData  Guide  // the banner's link
	Host      string // the line that names the host
	Path      string // forms and links go to addresses below it
	Key       string // page_key of every form
	Step      string // what the page shows, for the script and its polling
	Watch     int    // seconds between two looks of the script for a new step; 0: none
	Enter     bool   // the script reports the first gesture
	Refresh   Refresh

	Pay       *Pay
	Challenge *Challenge
	Outcome   *Outcome
	Confirm   *Confirm
	Leaving   *Leaving
	Notice    *Notice
}

// Guide is a link to an explanation. Without an address there is none.
type Guide struct{ Label, URL string }

// Refresh is a move the browser makes by itself, without a script.
type Refresh struct {
	After int          // seconds
	To    template.URL // empty: no move
}

// Shop is the merchant as payers know it.
type Shop struct {
	Name    string
	Initial string // for the mark beside the name; may be empty
}

// teller writes the parts of one screen.
type teller struct {
	locale.Language
	visit hpp.Visit
	site  Site
}

func tell(v hpp.Visit, site Site) teller {
	return teller{Language: locale.Match(v.Purchase.Locale), visit: v, site: site}
}

// screen is the frame around every screen of a visit.
func (t teller) screen(heading string) Screen {
	s := bare(t.Language, t.site, heading)
	s.Shop = shop(t.visit.Session.Shop)
	s.Path, s.Key, s.Step = t.site.Path, t.visit.FormKey, string(t.visit.Step)
	if s.Shop.Name != "" {
		s.Title = t.Text("frame.shop_title", locale.Values{"Heading": short(heading, 80), "Shop": isolate(s.Shop.Name)})
	}
	return s
}

// bare is the frame around a screen without a session.
func bare(l locale.Language, site Site, heading string) Screen {
	s := Screen{
		Lang: l.Tag(), Dir: l.Direction(), Title: short(heading, 80),
		Host: l.Text("frame.host", locale.Values{"Host": isolate(site.Host)}),
	}
	if site.Test {
		s.Test = l.Text("frame.test")
		s.TestData = Guide{Label: l.Text("frame.test_data"), URL: site.TestData}
	}
	return s
}

func shop(name string) Shop {
	name = short(name, 60)
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return Shop{Name: name, Initial: strings.ToUpper(string(r))}
		}
	}
	return Shop{Name: name}
}

// amount is the whole price, as the payer's country writes it.
func (t teller) amount() string {
	return t.Money(t.visit.Purchase.Amount, t.visit.Purchase.Currency)
}

// say is a message about this purchase: it may name the amount and the shop.
func (t teller) say(key string) string {
	return t.Text(key, locale.Values{"Amount": t.amount(), "Shop": isolate(short(t.visit.Session.Shop, 60))})
}
