package shop

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
)

// The server refuses what does not add up (provider.md §F.1, F.5).
func TestCartsAddUp(t *testing.T) {
	for _, m := range markets {
		t.Run(m.ID, func(t *testing.T) {
			cart := m.cart("LAMP-1")
			var sum, tax int64
			for _, line := range cart.Lines {
				sum += line.Total
				tax += line.TotalTax
				if line.Total != line.Quantity*line.UnitPrice-line.Discount {
					t.Errorf("%s: total %d of %d × %d", line.Name, line.Total, line.Quantity, line.UnitPrice)
				}
				exact := float64(line.Total) - float64(line.Total)*10000/float64(10000+line.TaxRate)
				if off := float64(line.TotalTax) - exact; off > 0.5 || off < -0.5 {
					t.Errorf("%s: tax %d, want %.2f", line.Name, line.TotalTax, exact)
				}
				if line.Type == client.LineSalesTax {
					tax += line.Total
				}
			}
			if sum != cart.Amount || tax != cart.TaxAmount || cart.TaxAmount <= 0 {
				t.Errorf("amount %d and tax %d, want %d and %d", cart.Amount, cart.TaxAmount, sum, tax)
			}
			if cart.Country != m.ID[3:] || cart.Locale != m.ID || cart.Reference1 != "LAMP-1" {
				t.Errorf("cart %+v", cart)
			}
		})
	}
}

func TestRounded(t *testing.T) {
	for _, test := range []struct{ n, d, want int64 }{
		{10, 4, 3}, {9, 4, 2}, {11, 4, 3}, {-10, 4, -3}, {-9, 4, -2}, {0, 4, 0},
	} {
		if got := divideRounded(test.n, test.d); got != test.want {
			t.Errorf("rounded(%d, %d) = %d, want %d", test.n, test.d, got, test.want)
		}
	}
}

func TestEveryMarketHasACurrencyAndAName(t *testing.T) {
	for _, m := range markets {
		if got := m.money(123456); got == m.Currency || got == "" {
			t.Errorf("%s: money is %q", m.ID, got)
		}
		if m.Name == "" || m.Language == "" || m.Domain == "" || m.Words.Lamp == "" {
			t.Errorf("%s is unfinished: %+v", m.ID, m)
		}
	}
	if got := (market{ID: "en-SE", Currency: "none"}).money(1); got != "none" {
		t.Errorf("an unknown currency is written %q", got)
	}
}

func TestOriginOfAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://pay.example.com/base": "https://pay.example.com", "http://127.0.0.1:8080": "http://127.0.0.1:8080",
		"": "", "/path": "", "http://a;b": "", "http://%zz": "",
	} {
		if got := strings.Join(sourceOf(address), " "); got != want {
			t.Errorf("origin(%q) = %q, want %q", address, got, want)
		}
	}
}
