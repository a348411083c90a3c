package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// injections are texts that would become markup, or a script, where a page forgets
// to write them as text: in an element, in an attribute of either quote, in a
// title, in a style, in a script, as an address.
var injections = []string{
	`<img src=x onerror="run()" data-injection><script data-injection>run()</script>`,
	`" autofocus onfocus="run()" data-injection="`,
	`' autofocus onfocus='run()' data-injection='`,
	`</title></style></script><svg data-injection onload=run()>`,
	`]]>--><iframe data-injection srcdoc="<script>parent.run()</script>">`,
	`javascript:run()`,
	`{{constructor.constructor('run()')()}}${run()}`,
	"\u202e<b data-injection>x",
}

// expectNothingInjected holds that nothing in the window became an element, a handler or
// an address of somebody else's, and that the policy had nothing to stop.
func expectNothingInjected(t *testing.T, tab *harness.Tab, where string) {
	t.Helper()
	if found := injectedElements(tab); len(found) != 0 {
		t.Errorf("%s: %q", where, found)
	}
	if faults := tab.Violations(); len(faults) != 0 {
		t.Fatalf("%s: the window complains: %q", where, faults)
	}
}

// injectedElements are the elements that only an attack can have made.
func injectedElements(tab *harness.Tab) []string {
	return harness.Ask[[]string](tab, `[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]
		.filter((a) => a.name == 'data-injection' || a.name.startsWith('on') || /^(javascript|data):/i.test(a.value) && /href|src|action/.test(a.name))
		.map((a) => e.outerHTML.slice(0, 200)))`)
}

// The test itself sees what it looks for.
func TestAnAttackWouldBeSeen(t *testing.T) {
	t.Parallel()
	w := start(t)
	tab := w.browser.Tab(t, true)
	tab.Open(w.session(t, nil).RedirectURL)
	tab.Run(`document.querySelector('main').setAttribute('data-injection', ''); const s = document.createElement('style'); s.textContent = 'b{}'; document.head.append(s)`)
	if n := len(injectedElements(tab)); n != 1 {
		t.Errorf("%d attributes", n)
	}
	harness.Eventually(t, time.Minute, "the window complains of the policy", func() bool { return len(tab.Violations()) > 0 })
}

// What merchants send is shown as text on every screen it is shown on.
func TestMerchantsTextIsText(t *testing.T) {
	t.Parallel()
	w := start(t)
	for i, injection := range injections {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			w := *w
			w.merchant = w.Merchant(strings.TrimLeft(injection, "\u202e")) // unprintable, and refused
			purchase := harness.Purchase()
			for n := range purchase.Lines {
				purchase.Lines[n].Name, purchase.Lines[n].Reference = injection, "R"
			}
			payment, err := w.merchant.CreatePayment(t.Context(), purchase)
			if err != nil {
				t.Fatal(err)
			}
			query := "/?q=" + url.QueryEscape(injection)
			made, err := w.merchant.CreateSession(t.Context(), client.NewSession{
				PaymentSessionURL: w.merchant.PaymentURL(payment.SessionID),
				MerchantURLs:      client.MerchantURLs{Success: w.shop.URL + query, Failure: w.shop.URL + query},
				Options:           &client.SessionOptions{PageTitle: injection},
			})
			if err != nil {
				t.Fatal(err)
			}
			tab := w.browser.Tab(t, true)
			tab.Open(made.RedirectURL)
			tab.See("pay")
			expectNothingInjected(t, tab, "pay")
			tab.Click("cancel")
			expectNothingInjected(t, tab, "cancel")
			tab.Click("cancel-keep")
			tab.Fill("alice+denied@example.com")
			tab.Click("pay")
			tab.See("challenge-submit")
			expectNothingInjected(t, tab, "challenge")
			tab.Type("otp", "123456")
			tab.Click("challenge-submit")
			tab.Outcome("failed")
			expectNothingInjected(t, tab, "failed")
			tab.Click("retry")
			tab.Type("email", "alice@example.com")
			tab.Click("pay")
			tab.See("challenge-submit")
			tab.Type("otp", "123456")
			tab.Click("challenge-submit")
			tab.Arrive(w.shop.URL + "/")
			tab.Open(made.RedirectURL)
			tab.Outcome("completed")
			expectNothingInjected(t, tab, "completed")
		})
	}
}

// What payers type comes back as they typed it, in every field, in every
// language and by every road that shows it again.
func TestPayersTextIsText(t *testing.T) {
	t.Parallel()
	w := start(t)
	made := w.checkoutOf(t, injections[0])
	tab := w.browser.Tab(t, true)
	for _, injection := range injections {
		for _, road := range []string{"pay", "update", "language"} {
			tab.Open(made)
			tab.See("pay")
			send(tab, road, injection)
			tab.See("pay")
			expectNothingInjected(t, tab, road+" "+injection)
			// What turns the direction of writing round is no part of a name.
			if got, want := tab.Value("given_name"), strings.ReplaceAll(injection, "\u202e", ""); got != want {
				t.Errorf("%s: typed %q, given back %q", road, injection, got)
			}
		}
		for _, name := range []string{"lang", "stay", "clear", injection} {
			tab.Open(made + "?" + url.QueryEscape(name) + "=" + url.QueryEscape(injection))
			expectNothingInjected(t, tab, "?"+name)
		}
		tab.Open(w.URL + "/eu/hpp/payments/" + url.PathEscape(injection))
		tab.Outcome("not-found")
	}
}

// send posts the pay form with one text in every field.
func send(tab *harness.Tab, road, text string) {
	quoted, _ := json.Marshal(text)
	tab.Leave(fmt.Sprintf(`(() => {
		const from = document.getElementById('form'), form = document.createElement('form')
		form.method = 'post'
		form.action = from.action.replace(/pay$/, %q)
		for (const e of [...from.elements, { name: 'lang', type: 'text' }]) if (e.name) {
			const input = document.createElement('input')
			input.name = e.name
			input.value = e.type == 'hidden' ? e.value : %s
			form.append(input)
		}
		document.body.append(form)
		form.submit()
	})()`, road, quoted))
}

// checkoutOf is the link of a Checkout order whose every word is text.
func (w *world) checkoutOf(t *testing.T, text string) string {
	t.Helper()
	option := map[string]any{"id": text, "name": text, "description": text, "promo": text, "price": 4900, "tax_amount": 980, "tax_rate": 2500}
	made := w.merchant.Must(t, http.StatusCreated, "POST", "/checkout/v3/orders", map[string]any{
		"purchase_country": "SE", "purchase_currency": "SEK", "locale": "en-SE", "order_amount": 1000, "order_tax_amount": 200,
		"order_lines":      []any{map[string]any{"name": text, "quantity": 1, "quantity_unit": "<b>", "unit_price": 1000, "tax_rate": 2500, "total_amount": 1000, "total_tax_amount": 200}},
		"shipping_options": []any{option},
		"merchant_urls": map[string]any{
			"terms": w.shop.URL + "/terms?" + url.QueryEscape(text), "checkout": w.shop.URL, "confirmation": w.shop.URL, "push": w.shop.URL + "/push",
		},
	})
	snippet, _ := made.Body["html_snippet"].(string)
	address := link.FindStringSubmatch(snippet)
	if address == nil {
		t.Fatalf("no link in %s", snippet)
	}
	return address[1]
}

// A form half filled in is no reason to stay with the wrong language.
func TestANewLanguageKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := start(t)
	withAndWithoutScripts(t, func(t *testing.T, scripts bool) {
		tab := w.browser.Tab(t, scripts)
		tab.Open(w.session(t, nil).RedirectURL)
		tab.Fill("alice@example.com")
		tab.Press(".languages summary")
		tab.Follow(`.languages [value=sv]`)
		if got := tab.Attribute("html", "lang"); got != "sv-SE" {
			t.Errorf("the page speaks %s", got)
		}
		if got := tab.Value("street_address"); got != harness.Details("")["street_address"] {
			t.Errorf("what was typed is gone: %q", got)
		}
		tab.Click("pay")
		tab.See("challenge-submit")
		if got := tab.Attribute("html", "lang"); got != "sv-SE" {
			t.Errorf("the next page speaks %s", got)
		}
		checkTab(t, w, tab)
	})
}
