package screens

import (
	"regexp"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/test/harness"
)

// A receipt is one sheet of paper, whatever was bought, in every script. On it
// stand the shop, the order, what was paid with its tax, when, and whom to ask.
func TestAReceiptIsOneSheet(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	for _, story := range []string{"completed", "completed-onward", "completed-long"} {
		for _, lang := range scripts {
			tab.Open(address + "/" + lang + "/light/" + story)
			tab.Outcome("completed")
			if n := tab.Sheets(); n != 1 {
				t.Errorf("%s in %s: %d sheets", story, lang, n)
			}
		}
	}
	tab.Media("print", "prefers-color-scheme", "dark")
	tab.Open(address + "/en/dark/completed-long")
	text := strings.Join(strings.Fields(tab.Text("main")), " ") // spaces of every kind, and lines
	for _, part := range []string{
		"Nordic Cycles", "K4MZ9T2W", "7KQ2MX9R4T", "Pay later", "12 499,00 kr", "2 499,80 kr",
		"number 1,", "number 40,", "help@shop.example.com", "+46 8 123 456 78",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not on paper: %s", part, text)
		}
	}
	if !regexp.MustCompile(`24 Nov(ember)? 2026, \d\d:\d\d [A-Z]{3,4}`).MatchString(text) {
		t.Errorf("no date with its zone on paper: %s", text)
	}
}

// What does not fit one sheet takes two: the count of sheets can tell.
func TestSheetsAreCounted(t *testing.T) {
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Open(book(t) + "/en/light/completed")
	tab.Run(`document.querySelector('main').style.minBlockSize = '500mm'`)
	if n := tab.Sheets(); n != 2 {
		t.Errorf("%d sheets, want 2", n)
	}
}
