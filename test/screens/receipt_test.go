package screens

import (
	"regexp"
	"slices"
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
			if n := tab.Print().Sheets; n != 1 {
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
	if n := tab.Print().Sheets; n != 2 {
		t.Errorf("%d sheets, want 2", n)
	}
}

// What stands on the sheet is read from the document that a printer gets: its words
// in the page's language, and the figures beside them in one line.
func TestTheWordsOfAReceiptAreOnPaper(t *testing.T) {
	address, tab := book(t), harness.NewBrowser(t).Tab(t, true)
	for lang, lines := range map[string][][]string{
		"en": {
			{"Nordic Cycles"}, {"Amount", "12 499,00 kr"}, {"Payment method", "Pay later"}, {"Order number", "K4MZ9T2W"},
			{"Reference", "7KQ2MX9R4T"}, {"Time", "24 November 2026, 15:05 CET"}, {"City bicycle, 7 gears", "11 899,00 kr"},
			{"2 pcs × Lamp", "551,00 kr"}, {"Discount -49,00 kr", "600,00 kr"}, {"Delivery", "49,00 kr"}, {"Total", "12 499,00 kr"}, {"Tax included", "2 499,80 kr"},
		},
		"de": {
			{"Nordic Cycles"}, {"Betrag", "12.499,00 SEK"}, {"Zahlungsart", "Später bezahlen"}, {"Bestellnummer", "K4MZ9T2W"},
			{"Referenz", "7KQ2MX9R4T"}, {"Zeitpunkt", "24. November 2026, 15:05 Uhr CET"}, {"Rabatt -49,00 SEK", "600,00 SEK"},
			{"Gesamtbetrag", "12.499,00 SEK"}, {"Enthaltene Steuern", "2.499,80 SEK"},
		},
		// Words with a lam and an alef are left out: the reader turns the two round.
		"ar": {
			{"Nordic Cycles"}, {"المبلغ", "12,499.00 SEK"}, {"رقم الطلب", "K4MZ9T2W"}, {"الرقم المرجعي", "7KQ2MX9R4T"},
			{"الوقت", "نوفمبر", "15:05", "CET"}, {"المجموع الفرعي", "12,450.00 SEK"}, {"منها ضرائب", "2,499.80 SEK"}, {"-49.00 SEK", "600.00 SEK"},
		},
	} {
		tab.Open(address + "/" + lang + "/light/completed-reduced")
		tab.Outcome("completed")
		paper := tab.Print()
		if paper.Sheets != 1 {
			t.Errorf("%s: %d sheets", lang, paper.Sheets)
		}
		for _, parts := range lines {
			if !hasLine(paper.Text, parts) {
				t.Errorf("%s: no line on paper has %q:\n%s", lang, parts, paper.Text)
			}
		}
	}
}

// hasLine reports a line that holds every part.
func hasLine(text string, parts []string) bool {
	for line := range strings.Lines(text) {
		line = strings.Join(strings.Fields(line), " ")
		if !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(line, part) }) {
			return true
		}
	}
	return false
}
