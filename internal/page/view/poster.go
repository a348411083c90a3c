package view

import (
	"cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Poster is a sheet of paper that leads to the payer's page.
type Poster struct {
	Heading string
	Reason  string // the merchant's title; may be empty
	Amount  string
	Long    bool // Amount needs a smaller font
	How     string
	Until   string
	Check   string // which host the code opens
	Image   Address
}

// ForPoster is the sheet for a session that can still be paid. The site's path
// is that of the picture's token.
func ForPoster(v hpp.PageView, site Site) Screen {
	t := newBuilder(v, site)
	p := Poster{
		Heading: t.Text("poster.title"), Reason: shorten(v.Session.Options.PageTitle, 120),
		Amount: t.amount, Long: len([]rune(t.amount)) > wideAmount,
		How:   t.Text("poster.how"),
		Until: t.Text("poster.until", locale.Values{"Time": t.clock(v.Session.ExpiresAt)}),
		Check: t.Text("poster.check", locale.Values{"Host": isolate(site.Host)}),
		Image: site.at("/qr?size=512"),
	}
	s := newFrame(t.Language, site, p.Heading)
	s.Shop = newShop(v.Session.Shop)
	t.applyBrand(&s, true)
	s.Title = t.Text("frame.shop_title", locale.Values{"Heading": p.Heading, "Shop": isolate(cmp.Or(s.Shop.Name, site.Host))})
	s.Poster = &p
	return s
}
