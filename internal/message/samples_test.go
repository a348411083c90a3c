package message

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/hpp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// markets are a typical purchase in every language: locale, country, currency,
// amount in minor units and a shop of the place.
var markets = map[string]struct {
	locale, country, currency string
	amount                    int64
	shop, thing               string
}{
	"ar": {"ar-AE", "AE", "EUR", 249900, "المصابيح المضيئة", "مصباح مكتب"},
	"cs": {"cs-CZ", "CZ", "CZK", 249900, "Lampárna U Řeky", "Stolní lampa"},
	"da": {"da-DK", "DK", "DKK", 249900, "Lampebutikken Østerbro", "Bordlampe"},
	"de": {"de-DE", "DE", "EUR", 24990, "Lampenladen Müller", "Schreibtischlampe"},
	"el": {"el-GR", "GR", "EUR", 24990, "Φωτιστικά Αθηνών", "Φωτιστικό γραφείου"},
	"en": {"en-GB", "GB", "GBP", 24990, "The lamp shop", "Desk lamp"},
	"es": {"es-ES", "ES", "EUR", 24990, "Lámparas Muñoz", "Lámpara de mesa"},
	"fi": {"fi-FI", "FI", "EUR", 24990, "Lamppukauppa Äänekoski", "Pöytävalaisin"},
	"fr": {"fr-FR", "FR", "EUR", 24990, "Au coin des lampes", "Lampe de bureau"},
	"hu": {"hu-HU", "HU", "HUF", 9999000, "Lámpabolt Győr", "Asztali lámpa"},
	"it": {"it-IT", "IT", "EUR", 24990, "Lampade di Città", "Lampada da tavolo"},
	"nb": {"nb-NO", "NO", "NOK", 249900, "Lampebutikken på Grünerløkka", "Bordlampe"},
	"nl": {"nl-NL", "NL", "EUR", 24990, "De Lampenwinkel", "Bureaulamp"},
	"pl": {"pl-PL", "PL", "PLN", 99900, "Sklep z lampami Łódź", "Lampa biurkowa"},
	"pt": {"pt-PT", "PT", "EUR", 24990, "Loja dos Candeeiros São João", "Candeeiro de mesa"},
	"ro": {"ro-RO", "RO", "RON", 99900, "Lămpi și Abajururi", "Lampă de birou"},
	"sk": {"sk-SK", "SK", "EUR", 24990, "Lampy pod Tatrami", "Stolová lampa"},
	"sv": {"sv-SE", "SE", "SEK", 249900, "Lampaffären på Söder", "Skrivbordslampa"},
}

// sample is the invitation to a typical purchase in a language.
func sample(lang string) Invitation {
	m := markets[lang]
	return Invitation{
		ID: "0b9c9ab2-6a5b-4b7e-9a52-3c1f2e8d7a60", Shop: m.shop,
		Purchase: hpp.Purchase{
			Country: m.country, Currency: m.currency, Locale: m.locale, Amount: m.amount, Tax: m.amount / 5,
			Lines: []hpp.Line{
				{Type: "physical", Name: m.thing, Quantity: 2, Unit: "", Total: m.amount / 5 * 4},
				{Type: "physical", Name: "LED E27, 8 W", Quantity: 1, Total: m.amount - m.amount/5*4},
			},
		},
		Link:      "https://pay.example.com/eu/hpp/payments/JpV0sN5oT2mQxY7bRc4kLw?m=1",
		Stop:      "https://pay.example.com/eu/hpp/stop/Q2h5b3Nlbi1ieS1mYWlyLWRpY2U",
		ExpiresAt: time.Date(2026, time.March, 9, 23, 5, 0, 0, time.UTC),
		CreatedAt: time.Date(2026, time.March, 7, 10, 30, 0, 0, time.UTC),
	}
}

// compose is the mail of an invitation that must be well formed.
func compose(t *testing.T, i Invitation) Mail {
	t.Helper()
	m, err := ComposeMail(i, "anna@example.com")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs:\n%s", name, diff)
	}
}
