package app

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

var update = flag.Bool("update", false, "write the golden file")

// Every method of every market says when it is paid or what it costs. The file
// holds what payers read, market by market.
func TestEveryMethodSaysWhenAndWhatItCosts(t *testing.T) {
	var said strings.Builder
	for _, m := range market.All() {
		for _, tag := range m.Locales {
			fmt.Fprintf(&said, "%s %s\n", m.Country, tag)
			for _, method := range methodsOn(m, tag) {
				if !saysEnough(method.Plan, locale.Match(tag)) {
					t.Errorf("%s in %s says only %q", method.Value, tag, method.Plan)
				}
				fmt.Fprintf(&said, "\t%s: %s\n\t\t%s\n", method.Name, method.Plan, method.Next)
			}
		}
	}
	file := filepath.Join("testdata", "methods.txt")
	if *update {
		if err := os.WriteFile(file, []byte(said.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(said.String(), "\n")); diff != "" {
		t.Errorf("differs from %s (run with -update if it should):\n%s", file, diff)
	}
}

// methodsOn are the methods of the pay page for a purchase of 338.00.
func methodsOn(m market.Market, tag string) []view.Method {
	p := hpp.Purchase{Country: m.Country, Currency: m.Currency, Locale: tag, Amount: 33800}
	screen := view.ForPay(hpp.PageView{
		State: hpp.PagePay, Purchase: p, Methods: purchase.MethodsOf(m.Categories, tag, p.Amount),
		Now: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC),
	}, view.Site{})
	return screen.Pay.Methods
}

// saysEnough reports a date, an amount, or that it costs nothing.
func saysEnough(line string, in locale.Language) bool {
	return strings.ContainsAny(line, "0123456789") || strings.Contains(line, in.Text("plan.no_cost")) || strings.Contains(line, in.Text("plan.no_interest"))
}
