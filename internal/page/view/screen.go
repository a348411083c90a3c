package view

import (
	"strings"
	"unicode"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Site is what a screen needs to know of the server and of its own address.
type Site struct {
	Lang string // the language the payer chose; empty: none
	// Accept is the browser's Accept-Language, for screens without a session.
	Accept string
	Path   string // of the payer's page: /eu/hpp/payments/{link}
	// Query goes with every link below Path, without its question mark.
	Query string
	// Via is the number of the message that brought the payer here, in digits;
	// empty: none did. Every form sends it back.
	Via  string
	Host string // as payers compare it with the address bar
	Test bool   // playground: no real money
	// TestData is the address of the guide to test data; may be empty.
	TestData string
	// TestPersons says that the pay form can be filled in with a test person's
	// details; TestCode is the code that this payer would type, empty for none.
	TestPersons bool
	TestCode    string
	// TotalKnown says that the payer has just seen the total with the chosen
	// shipping option.
	TotalKnown bool
	// Receipts says that a completed page can send its receipt; Receipt is what
	// became of it.
	Receipts bool
	Receipt  ReceiptForm
	// Images are the merchant's, served below PicturePath.
	Images    Images
	ImagePath string

	// At a till: the path of the QR code, the address where phones get an access
	// code, the countries that text messages go to (none: all markets), and the
	// origins that may frame the page.
	QR, Access         string
	Countries, Framers []string
}

// Images are the names of a merchant's stored images.
type Images struct {
	Logo        Image
	Backgrounds []Background
}

// Image is an image and its size in pixels. Without a name there is none.
type Image struct {
	Name          string
	Width, Height int
	Tone          LogoTone // of a logo; empty: it is seen anywhere
}

// Background is an image and the screen width, in CSS pixels, it suits.
type Background struct {
	Name  string
	Width int64
}

// at is an address at or below the payer's page.
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
	Lang, Dir   string // attributes of html
	Title       string // of the tab
	Shop        Shop
	Test        *Test  // nil in production
	Host        string // the line that names the host
	Languages   *Languages
	Scheme      string   // light or dark; empty: as the browser prefers
	Brand       string   // a stylesheet of the merchant's theme; may be empty
	Backdrop    bool     // Brand has an image for the page's background
	Contact     *Contact // nil: the shop named nothing
	Offline     string   // shown while the browser has no connection
	Preview     bool     // nothing can be sent, and no script runs
	Idle        *Idle
	Path        string // forms and links go to addresses below it
	Query       string // goes with every link below Path
	FormKey     string // page_key of every form
	Via         string // m of every form; empty: none
	State       string // the page state, for the script and its polling
	PollSeconds int    // seconds between two reads by the script; 0: none
	ChangeTag   string // of what is shown, for the event stream; empty: no stream
	Enter       bool   // the script reports the payer's first gesture
	Refresh     Refresh
	Framers     []string // origins that may show this screen in a frame

	Pay       *Pay
	Challenge *Challenge
	Step      *Step
	Outcome   *Outcome
	Confirm   *Confirm
	Leaving   *Leaving
	Notice    *Notice
	Poster    *Poster
	Till      *Till
	Access    *Access
	Stop      *Stop
}

// Idle clears a page in a shop after some time without input.
type Idle struct {
	After      int // seconds
	Text, Stay string
}

// Guide is a link to an explanation. Without an address there is none.
type Guide struct{ Label, URL string }

// Refresh is a redirect that the browser makes without a script.
type Refresh struct {
	After int     // seconds
	To    Address // empty: none
}

// Shop is the merchant as payers know it.
type Shop struct {
	Name    string
	Initial string // for the mark beside the name; may be empty
	Logo    *Logo  // instead of the mark
	// NameHidden says that the logo reads as the name.
	NameHidden bool
}

// Alt is the logo's text: nothing where the name stands beside it.
func (s Shop) Alt() string {
	if s.NameHidden {
		return s.Name
	}
	return ""
}

// Logo is the merchant's, in CSS pixels.
type Logo struct {
	To            Address
	Width, Height int
}

// builder writes the parts of one screen in one language.
type builder struct {
	locale.Language
	page hpp.PageView
	site Site
	// amount is the whole price, as the payer's country writes it; shop the
	// merchant's name, isolated, for use in a sentence.
	amount, shop string
	form         bool // the screen has the pay form
}

func newBuilder(v hpp.PageView, site Site) builder {
	l := languageFor(v.Purchase, site)
	return builder{
		Language: l, page: v, site: site,
		amount: l.Money(v.Purchase.Amount, v.Purchase.Currency), shop: isolate(shorten(v.Session.Shop, 60)),
	}
}

// languageFor is the payer's own choice, else the session's language
// (docs/spec/hpp.md §6.1), else the browser's. Numbers stay as the purchase's
// country writes them.
func languageFor(p hpp.Purchase, site Site) locale.Language {
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

// screen is the frame around every screen of a session.
func (t builder) screen(heading string) Screen {
	s := newFrame(t.Language, t.site, heading)
	s.Shop = newShop(t.page.Session.Shop)
	s.Path, s.Query, s.Via = t.site.Path, t.site.Query, t.site.Via
	s.FormKey, s.State = t.page.FormKey, string(t.page.State)
	s.Languages, s.Contact = t.languages(), t.contact()
	if s.Test != nil {
		s.Test.Fill = t.testFill()
	}
	s.Offline = t.Text("frame.offline")
	t.applyBrand(&s, true)
	s.Brand += backdropCSS(t.site)
	s.Backdrop = len(t.site.Images.Backgrounds) > 0
	if t.page.Session.Channel == hpp.InStore {
		s.Idle = &Idle{After: idleSeconds, Text: t.Text("frame.idle"), Stay: t.Text("frame.idle_stay")}
	}
	if s.Shop.Name != "" {
		s.Title = t.Text("frame.shop_title", locale.Values{"Heading": shorten(heading, 80), "Shop": isolate(s.Shop.Name)})
	}
	return s
}

// newFrame is the frame around a screen without a session.
func newFrame(l locale.Language, site Site, heading string) Screen {
	s := Screen{
		Lang: l.Locale(), Dir: l.Direction(), Title: shorten(heading, 80),
		Host:    l.Text("frame.host", locale.Values{"Host": isolate(site.Host)}),
		Framers: site.Framers,
	}
	if site.Test {
		s.Test = &Test{Text: l.Text("frame.test"), Data: Guide{Label: l.Text("frame.test_data"), URL: site.TestData}}
	}
	return s
}

// idleSeconds is how many seconds a page in a shop may stay without input before what
// was typed is cleared: the next customer may come.
const idleSeconds = 90

func newShop(name string) Shop {
	name = shorten(name, 60)
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return Shop{Name: name, Initial: strings.ToUpper(string(r))}
		}
	}
	return Shop{Name: name}
}

// purchaseText is a message about this purchase: it may name the amount and the shop.
func (t builder) purchaseText(key string) string {
	return t.Text(key, locale.Values{"Amount": t.amount, "Shop": t.shop})
}
