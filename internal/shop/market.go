package shop

import "github.com/bojanz/currency"

// market is a country and language to sell in. Prices are minor units of its
// currency and include tax; in the United States tax is a line of its own.
type market struct {
	ID       string // the locale, as addresses and forms name it
	Country  string
	Currency string
	Name     string // for people
	Language string
	TaxRate  int64  // percent times 100, within the prices
	SalesTax int64  // percent times 1000, on top of them
	Domain   string // of the test e-mail addresses
	Price    prices
	Words    texts
}

type prices struct{ Lamp, Discount, Postage int64 }

type texts struct{ Lamp, Discount, Postage, Tax string }

var (
	english = texts{Lamp: "Desk lamp, brass", Discount: "Autumn discount", Postage: "Postage", Tax: "Sales tax"}
	swedish = texts{Lamp: "Skrivbordslampa, mässing", Discount: "Höstrabatt", Postage: "Frakt", Tax: "Moms"}
	sweden  = prices{Lamp: 124900, Discount: 12500, Postage: 4900}
)

// markets lists where the lamp is sold; the first is the default.
var markets = []market{
	{ID: "en-SE", Country: "SE", Currency: "SEK", Name: "Sweden", Language: "English", TaxRate: 2500, Domain: "email.se", Price: sweden, Words: english},
	{ID: "sv-SE", Country: "SE", Currency: "SEK", Name: "Sverige", Language: "svenska", TaxRate: 2500, Domain: "email.se", Price: sweden, Words: swedish},
	{ID: "en-DE", Country: "DE", Currency: "EUR", Name: "Germany", Language: "English", TaxRate: 1900, Domain: "email.de", Price: prices{Lamp: 11900, Discount: 1200, Postage: 490}, Words: english},
	{ID: "en-GB", Country: "GB", Currency: "GBP", Name: "United Kingdom", Language: "English", TaxRate: 2000, Domain: "email.uk", Price: prices{Lamp: 9900, Discount: 1000, Postage: 395}, Words: english},
	{ID: "en-US", Country: "US", Currency: "USD", Name: "United States", Language: "English", SalesTax: 8875, Domain: "email.us", Price: prices{Lamp: 10900, Discount: 1100, Postage: 595}, Words: english},
}

func findMarket(id string) (market, bool) {
	for _, m := range markets {
		if m.ID == id {
			return m, true
		}
	}
	return market{}, false
}

// money writes minor units the way the market's readers do.
func (m market) money(minor int64) string {
	amount, err := currency.NewAmountFromInt64(minor, m.Currency)
	if err != nil {
		// The table above holds known currencies alone; a test sees to it.
		return m.Currency
	}
	return currency.NewFormatter(currency.NewLocale(m.ID)).Format(amount)
}
