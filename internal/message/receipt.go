package message

import (
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
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
	return i.receiptContent(r).mail(Mail{ID: r.ID, To: to, At: r.CreatedAt.UTC()}, i)
}

func (i Invitation) receiptContent(r Receipt) mailContent {
	l := i.mailFrame("mail.receipt_subject", "mail.receipt_heading", "mail.receipt_why")
	l.Label, l.Until = l.Text("summary.total"), l.Time(r.CompletedAt, r.Purchase.Country)
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
