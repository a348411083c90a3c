package message

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// bought is the receipt of a typical purchase in a language.
func bought(lang string) Receipt {
	i := sample(lang)
	return Receipt{
		ID: i.ID, Shop: i.Shop, Purchase: i.Purchase, Category: hpp.PayLater, Order: "K4MZ9T2W", Reference: "7KQ2MX9R4T", Stop: i.Stop,
		CompletedAt: time.Date(2026, time.March, 7, 23, 5, 0, 0, time.UTC), CreatedAt: i.CreatedAt,
	}
}

func composeReceipt(t *testing.T, r Receipt) Mail {
	t.Helper()
	m, err := ComposeReceipt(r, "anna@example.com")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestGoldenReceipt(t *testing.T) {
	for _, lang := range locale.Languages() {
		m := composeReceipt(t, bought(lang))
		golden(t, "receipt/"+lang+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
		golden(t, "receipt/"+lang+".html", m.HTML)
	}
}

// A receipt has everything that is asked for when something is wrong, and leads
// to nothing but the page that stops such messages.
func TestReceiptSaysWhatItMust(t *testing.T) {
	for _, lang := range locale.Languages() {
		r := bought(lang)
		r.Test = true
		m, l := composeReceipt(t, r), locale.Match(r.Purchase.Locale)
		for _, want := range []string{
			r.Shop, l.Money(r.Purchase.Amount, r.Purchase.Currency), l.Money(r.Purchase.Tax, r.Purchase.Currency), l.Time(r.CompletedAt, r.Purchase.Country),
			"K4MZ9T2W", "7KQ2MX9R4T", l.Text("method.pay_later"), r.Purchase.Lines[0].Name, r.Stop, l.Text("frame.test"),
		} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("%s: the text lacks %q", lang, want)
			}
			if !strings.Contains(m.HTML, html.EscapeString(want)) && !strings.Contains(m.HTML, want) {
				t.Errorf("%s: the page lacks %q", lang, want)
			}
		}
		_, addresses, _ := elements(t, m.HTML)
		if len(addresses) != 1 || addresses[0] != r.Stop {
			t.Errorf("%s leads to %q", lang, addresses)
		}
		if strings.Contains(m.Text+m.HTML, "<no value>") || strings.Contains(m.Text, "mail.") {
			t.Errorf("%s: a message is missing", lang)
		}
	}
}

// Merchants' words in a receipt lead nowhere either.
func TestReceiptIsProofAgainstItsMerchant(t *testing.T) {
	for _, evil := range []string{"<script>alert(1)</script>", "call +1 (800) 555-0199", "http://evil.example", "support@evil.example", "x\r\nBcc: a@b.example"} {
		r := bought("en")
		r.Shop, r.Reference, r.Order = evil, evil, evil
		m := composeReceipt(t, r)
		for _, bad := range []string{"555-0199", "evil.example", "\r"} {
			if strings.Contains(m.Text+m.HTML+m.Subject, bad) || strings.Contains(m.HTML, "<script") {
				t.Errorf("%q: holds %q", evil, bad)
			}
		}
	}
	if _, err := ComposeReceipt(Receipt{ID: "x y", Stop: "https://a.example/"}, "a@b.example"); err == nil {
		t.Error("an ID that is none is taken")
	}
}
