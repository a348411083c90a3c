package message

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Receipt is what an e-mail tells of a completed purchase; the same on every try. How
// to reach the shop is not in it: a stranger's words in a genuine e-mail must lead
// nowhere (docs/spec/safety.md A45).
type Receipt struct {
	ID          string       // of the distribution: a UUID
	Shop        string       // the merchant's name
	Purchase    hpp.Purchase // its Locale decides the language, as on the page
	Category    hpp.Category // how it was paid; may be empty
	Order       string       // its number; may be empty
	Reference   string       // what the payer quotes
	Stop        string       // where the recipient stops messages of this shop
	CompletedAt time.Time    // UTC
	CreatedAt   time.Time    // UTC: the message's Date
	Test        bool         // playground: the message says that no real money moves
}

// ComposeReceipt writes the e-mail of a receipt to one address in its normal form.
// The same receipt gives the same bytes. An error means that the receipt itself
// is malformed.
func ComposeReceipt(r Receipt, to string) (Mail, error) {
	// Of an invitation it has everything but the link to pay by.
	i := Invitation{ID: r.ID, Shop: r.Shop, Purchase: r.Purchase, Link: r.Stop, Stop: r.Stop, Test: r.Test}
	if err := i.check(); err != nil {
		return Mail{}, err
	}
	l := i.receiptContent(r)
	var page strings.Builder
	if err := mailTemplate.Execute(&page, l); err != nil {
		return Mail{}, fmt.Errorf("message: %w", err)
	}
	return Mail{
		ID: r.ID, To: to, Shop: i.shopName(maxShop), Subject: l.Subject, Text: l.plainText(), HTML: page.String(),
		Stop: r.Stop, Lang: l.Lang, At: r.CreatedAt.UTC(),
	}, nil
}

func (i Invitation) receiptContent(r Receipt) mailContent {
	t := i.language()
	name := i.shopName(maxShop)
	shop := locale.Values{"Shop": isolate(t, name)}
	l := mailContent{
		Language: t, Lang: t.Locale(), Dir: t.Direction(), Start: "left", End: "right",
		Subject: replaceNoBreakSpaces(t.Text("mail.receipt_subject", locale.Values{"Shop": isolate(t, name), "Amount": i.amount()})),
		Heading: t.Text("mail.receipt_heading", shop), Initial: initial(name),
		Label: t.Text("summary.total"), Amount: i.amount(), Long: utf8.RuneCountInString(i.amount()) > wideAmount,
		Until: t.Time(r.CompletedAt, r.Purchase.Country),
		Why:   t.Text("mail.receipt_why", shop), StopLabel: t.Text("mail.stop", shop), Stop: i.Stop,
		Filler: strings.Repeat("\u00a0\u200c", 40),
		MSO:    mso{Open: msoOpen, Close: msoClose},
	}
	if l.Dir == "rtl" {
		l.Start, l.End = l.End, l.Start
	}
	if i.Test {
		l.Test = t.Text("frame.test")
	}
	l.addLines(i.Purchase)
	l.addFacts(r)
	return l
}

// addFacts adds what a payer is asked for when something is wrong with a purchase.
func (l *mailContent) addFacts(r Receipt) {
	add := func(key, text string) {
		if text != "" {
			l.Facts = append(l.Facts, line{Name: l.Text(key), Amount: text})
		}
	}
	if r.Purchase.Tax != 0 {
		add("summary.tax", l.Money(r.Purchase.Tax, r.Purchase.Currency))
	}
	if slices.Contains(hpp.Categories, r.Category) {
		add("outcome.method", l.Text("method."+strings.ToLower(string(r.Category))))
	}
	add("outcome.order", sanitize(r.Order, maxShop))
	add("outcome.reference", sanitize(r.Reference, maxShop))
}
