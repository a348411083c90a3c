package view

import (
	"strings"
	"unicode"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Site is what a screen must know of the server and of the link it is at.
type Site struct {
	Lang string // the payer's own choice of language; empty: none was made
	// Accept is what the browser asks for, as in Accept-Language: it counts
	// where no session says more.
	Accept string
	Path   string // of the payer's page: /eu/hpp/payments/{link}
	// Query goes with every link of ours below Path, without its question mark.
	Query string
	// Via is the number of the message that led the payer here, in digits;
	// empty: none did. Every form hands it back.
	Via  string
	Host string // as payers compare it with the address bar
	Test bool   // playground: no real money
	// TestData is where test data is explained; empty: nowhere.
	TestData string
	// TotalKnown says that the payer has just been shown what the chosen
	// delivery costs in all.
	TotalKnown bool
	// Pictures are the merchant's, served below PicturePath.
	Pictures    Pictures
	PicturePath string

	// At a till: the path below which the payment's picture is, the address
	// where phones get a code, the countries that text messages go to (none:
	// all markets), and the origins that may frame what is shown there.
	QR, Access         string
	Countries, Framers []string
}

// Pictures are names of a merchant's images as they are kept.
type Pictures struct {
	Logo        Picture
	Backgrounds []Background
}

// Picture is an image and its size in pixels. Without a name there is none.
type Picture struct {
	Name          string
	Width, Height int
}

// Background is an image and the screen width, in CSS pixels, it suits.
type Background struct {
	Name  string
	Width int64
}

// at is an address of ours at or below the payer's page.
func (s Site) at(suffix string) Address {
	switch {
	case s.Query == "":
		return Address(s.Path + suffix)
	case strings.Contains(suffix, "?"):
		return Address(s.Path + suffix + "&" + s.Query)
	}
	return Address(s.Path + suffix + "?" + s.Query)
}

// Screen is one page. Of the bodies exactly one is set.
type Screen struct {
	Lang, Dir string // attributes of html
	Title     string // of the tab
	Shop      Shop
	Test      string // the banner's text; empty in production
	TestData  Guide  // the banner's link
	Host      string // the line that names the host
	Languages *Languages
	Brand     string // a stylesheet of the merchant's look; empty: ours
	Backdrop  bool   // Brand has a picture for the page's background
	Offline   string // told while the browser has no connection
	Idle      *Idle
	Path      string // forms and links go to addresses below it
	Query     string // goes with every link of ours below Path
	Key       string // page_key of every form
	Via       string // m of every form; empty: none
	Step      string // what the page shows, for the script and its polling
	Watch     int    // seconds between two looks of the script for a new step; 0: none
	Mark      string // of what is shown, for the stream of news; empty: no news is wanted
	Enter     bool   // the script reports the first gesture
	Refresh   Refresh
	Framers   []string // origins that may show this screen in a frame

	Pay       *Pay
	Challenge *Challenge
	Outcome   *Outcome
	Confirm   *Confirm
	Leaving   *Leaving
	Notice    *Notice
	Poster    *Poster
	Module    *Module
	Access    *Access
	Stop      *Stop
}

// Languages is the payer's choice of language.
type Languages struct {
	Label string
	// Form says that the choice takes the pay form along, so that nothing
	// typed is lost.
	Form    bool
	Choices []Choice
}

// Choice is one language, named in itself.
type Choice struct {
	Tag, Name string
	To        Address // unless the form is taken along
	Current   bool
}

// Idle clears a page that others can see, when nobody has touched it.
type Idle struct {
	After      int // seconds
	Text, Stay string
}

// Guide is a link to an explanation. Without an address there is none.
type Guide struct{ Label, URL string }

// Refresh is a move the browser makes by itself, without a script.
type Refresh struct {
	After int     // seconds
	To    Address // empty: no move
}

// Shop is the merchant as payers know it.
type Shop struct {
	Name    string
	Initial string // for the mark beside the name; may be empty
	Logo    *Logo  // instead of the mark
}

// Logo is the merchant's, in CSS pixels.
type Logo struct {
	To            Address
	Width, Height int
}

// teller writes the parts of one screen.
type teller struct {
	locale.Language
	visit hpp.PageView
	site  Site
	// amount is the whole price, as the payer's country writes it; shop the
	// merchant's name, fit to stand in a sentence.
	amount, shop string
	form         bool // there is a form half filled in
}

func tell(v hpp.PageView, site Site) teller {
	l := spoken(v.Purchase, site)
	return teller{
		Language: l, visit: v, site: site,
		amount: l.Money(v.Purchase.Amount, v.Purchase.Currency), shop: isolate(short(v.Session.Shop, 60)),
	}
}

// spoken is the payer's own choice, else the session's language (hpp.md §6.1),
// else the browser's. Figures stay as the purchase's country writes them.
func spoken(p hpp.Purchase, site Site) locale.Language {
	switch {
	case site.Lang != "" && p.Country != "":
		return locale.Match(site.Lang + "-" + p.Country)
	case site.Lang != "":
		return locale.Match(site.Lang)
	case p.Locale != "":
		return locale.Match(p.Locale)
	}
	return locale.Accept(site.Accept)
}

// screen is the frame around every screen of a visit.
func (t teller) screen(heading string) Screen {
	s := bare(t.Language, t.site, heading)
	s.Shop = shop(t.visit.Session.Shop)
	s.Path, s.Query, s.Via = t.site.Path, t.site.Query, t.site.Via
	s.Key, s.Step = t.visit.FormKey, string(t.visit.State)
	s.Languages = t.languages()
	s.Offline = t.Text("frame.offline")
	s.Brand = brand(t.visit.Session.Theme) + backdrop(t.site)
	s.Backdrop, s.Shop.Logo = len(t.site.Pictures.Backgrounds) > 0, logo(t.site)
	if t.visit.Session.Channel == hpp.InStore {
		s.Idle = &Idle{After: idle, Text: t.Text("frame.idle"), Stay: t.Text("frame.idle_stay")}
	}
	if s.Shop.Name != "" {
		s.Title = t.Text("frame.shop_title", locale.Values{"Heading": short(heading, 80), "Shop": isolate(s.Shop.Name)})
	}
	return s
}

// bare is the frame around a screen without a session.
func bare(l locale.Language, site Site, heading string) Screen {
	s := Screen{
		Lang: l.Locale(), Dir: l.Direction(), Title: short(heading, 80),
		Host:    l.Text("frame.host", locale.Values{"Host": isolate(site.Host)}),
		Framers: site.Framers,
	}
	if site.Test {
		s.Test = l.Text("frame.test")
		s.TestData = Guide{Label: l.Text("frame.test_data"), URL: site.TestData}
	}
	return s
}

// idle is how many seconds a page in a shop may be left alone before what was
// typed is cleared: a till or a kiosk has a next customer.
const idle = 90

func (t teller) languages() *Languages {
	names := locale.Names()
	l := &Languages{Form: t.form, Choices: make([]Choice, 0, len(names))}
	for _, n := range names {
		own := n.Tag == t.Tag()
		if own {
			l.Label = t.Text("frame.language", locale.Values{"Name": n.Name})
		}
		c := Choice{Tag: n.Tag, Name: n.Name, Current: own}
		if !t.form {
			c.To = t.site.at("?lang=" + n.Tag)
		}
		l.Choices = append(l.Choices, c)
	}
	return l
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

// say is a message about this purchase: it may name the amount and the shop.
func (t teller) say(key string) string {
	return t.Text(key, locale.Values{"Amount": t.amount, "Shop": t.shop})
}
