package screens

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/test/harness"
)

// Where the payer's own colours rule, what was told by a ground or a shade is
// told by a line.
func TestForcedColours(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	tab.Media("", "forced-colors", "active")
	for _, story := range []string{"pay", "pay-correct", "challenge", "completed", "failed-onward", "cancel", "expired"} {
		tab.Open(address + "/en/light/" + story)
		for _, flat := range harness.Ask[[]string](tab, `[...document.querySelectorAll('.button, .note, .errors, .icon, .methods, input:not([type=hidden])')]
			.filter((e) => e.checkVisibility() && !(parseFloat(getComputedStyle(e).borderTopWidth) >= 1) && e.type != 'radio')
			.map((e) => e.outerHTML.slice(0, 100))`) {
			t.Errorf("%s: no border around %s", story, flat)
		}
		if story != "pay" {
			continue
		}
		if outline := harness.Ask[string](tab, `getComputedStyle(document.querySelector('.method:has(:checked)')).outlineStyle`); outline != "solid" {
			t.Errorf("the chosen method has an outline that is %s", outline)
		}
	}
}

// On paper there is what was paid and the reference, in black on white, and
// nothing to press.
func TestPrint(t *testing.T) {
	address, browser := book(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	tab.Media("print", "prefers-color-scheme", "dark")
	tab.Open(address + "/en/dark/completed")
	seen := harness.Ask[map[string]string](tab, `({
		paper: getComputedStyle(document.body).backgroundColor,
		ink: getComputedStyle(document.querySelector('h1')).color,
		pressed: [...document.querySelectorAll('button, .actions a, .foot a')].filter((e) => e.checkVisibility()).map((e) => e.outerHTML).join(),
		text: document.body.innerText,
	})`)
	if seen["paper"] != "rgb(255, 255, 255)" || seen["ink"] != "rgb(0, 0, 0)" {
		t.Errorf("%s on %s", seen["ink"], seen["paper"])
	}
	if seen["pressed"] != "" {
		t.Errorf("on paper one can press %s", seen["pressed"])
	}
	for _, part := range []string{"Nordic Cycles", "7KQ2MX9R4T"} {
		if !strings.Contains(seen["text"], part) {
			t.Errorf("%q is not on paper: %s", part, seen["text"])
		}
	}
}
