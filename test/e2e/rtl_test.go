package e2e

import (
	"slices"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// spread is where each character of an element's text is drawn: the left edges
// in the order of the text, without marks that draw nothing.
const spread = `(selector) => {
	const edges = []
	const walk = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT)
	for (let node; node = walk.nextNode();) for (let i = 0; i < node.length; i++) {
		const range = document.createRange()
		range.setStart(node, i)
		range.setEnd(node, i + 1)
		const box = range.getBoundingClientRect()
		if (box.width > 0) edges.push(Math.round(box.left))
	}
	return edges
}`

// order is the places in an input's text that lie from left to right along its
// middle, as a payer would put the cursor there.
const order = `(name) => {
	const input = document.querySelector('[name=' + name + ']')
	input.scrollIntoView({ block: 'center' })
	const box = input.getBoundingClientRect(), seen = []
	for (let x = box.left + 2; x < box.right - 2; x++) {
		const place = document.caretPositionFromPoint(x, box.top + box.height / 2)
		if (place && place.offsetNode === input && seen.at(-1) !== place.offset) seen.push(place.offset)
	}
	return seen
}`

// On a page from right to left, what is written from left to right stays so:
// what is typed, and amounts with their sign.
func TestArabicScramblesNothing(t *testing.T) {
	t.Parallel()
	w := start(t)
	purchase := harness.Purchase()
	purchase.Country, purchase.Currency, purchase.Locale = "GB", "GBP", "en-GB"
	payment, err := w.merchant.CreatePayment(t.Context(), purchase)
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.merchant.CreateSession(t.Context(), client.NewSession{PaymentSessionURL: w.merchant.PaymentURL(payment.SessionID)})
	if err != nil {
		t.Fatal(err)
	}
	tab := w.browser.Tab(t, true)
	tab.Open(made.RedirectURL + "?lang=ar")
	if got := harness.Ask[string](tab, "getComputedStyle(document.body).direction"); got != "rtl" {
		t.Fatalf("the page runs %s", got)
	}
	for field, typed := range map[string][2]string{
		"street_address":  {"10 New Burlington Street, Apt. 214 (B)", "ltr"},
		"street_address2": {"Flat 3", "ltr"},
		"city":            {"القاهرة", "rtl"},
		"given_name":      {"Alice", "ltr"},
		"family_name":     {"ياسمين", "rtl"},
		"email":           {"alice@example.com", "ltr"},
		"phone":           {"+44 7755 564318", "ltr"},
		"postal_code":     {"W1S 3BE", "ltr"},
		"date_of_birth":   {"10/07/1970", "ltr"},
	} {
		tab.Type(field, typed[0])
		if got := harness.Ask[string](tab, `getComputedStyle(document.querySelector('[name=`+field+`]')).direction`); got != typed[1] {
			t.Errorf("%s: %q is drawn %s", field, typed[0], got)
		}
		places := harness.Ask[[]int](tab, "("+order+")('"+field+"')")
		if typed[1] == "rtl" {
			slices.Reverse(places)
		}
		if len(places) < 4 || !slices.IsSorted(places) {
			t.Errorf("%s: the signs of %q stand in the order %v", field, typed[0], places)
		}
	}
	for _, selector := range []string{".amount", ".whole > bdi"} {
		edges := harness.Ask[[]int](tab, "("+spread+")('"+selector+"')")
		for i := 1; i < len(edges); i++ {
			if edges[i] < edges[i-1] {
				t.Errorf("%s: %q is drawn in the order %v", selector, tab.Text(selector), edges)
				break
			}
		}
		if len(edges) < 5 {
			t.Errorf("%s draws %d signs", selector, len(edges))
		}
	}
}
