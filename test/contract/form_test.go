package contract

import (
	"net/http"
	neturl "net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/test/harness"
)

// askedField is a field of a page's form that a payer may fill in.
type askedField struct {
	name     string
	label    string
	required bool
	shown    bool // without opening a row
	preset   bool // holds a choice already
}

// payForm is the form of a pay page as a browser without scripts sees it.
type payForm struct {
	fields  []askedField
	hidden  neturl.Values // what is sent without a question
	methods []string
}

// visible are the fields that stand before the payer's eyes.
func (f payForm) visible() []askedField {
	return slices.DeleteFunc(slices.Clone(f.fields), func(f askedField) bool { return !f.shown })
}

func readForm(t *testing.T, page string) payForm {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	form, labels := payForm{hidden: neturl.Values{}}, map[string]string{}
	var walk func(n *html.Node, open bool)
	walk = func(n *html.Node, open bool) {
		a := attributes(n)
		switch {
		case n.Data == "details":
			_, isOpen := a["open"]
			open = open && isOpen
		case n.Data == "label" && a["for"] != "":
			labels[a["for"]] = innerText(n)
		case n.Data == "input" && a["type"] == "hidden":
			form.hidden.Add(a["name"], a["value"])
		case n.Data == "input" && a["type"] == "radio" && a["name"] == "payment_method_category":
			form.methods = append(form.methods, a["value"])
		case (n.Data == "input" || n.Data == "select") && a["type"] != "radio":
			_, required := a["required"]
			form.fields = append(form.fields, askedField{name: a["name"], required: required, shown: open, preset: a["value"] != "" || hasChoice(n)})
		}
		for child := range n.ChildNodes() {
			walk(child, open)
		}
	}
	walk(root, true)
	for i := range form.fields {
		form.fields[i].label = labels[form.fields[i].name]
	}
	return form
}

func attributes(n *html.Node) map[string]string {
	all := map[string]string{}
	for _, a := range n.Attr {
		all[a.Key] = a.Val
	}
	return all
}

func innerText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var all strings.Builder
	for child := range n.ChildNodes() {
		all.WriteString(innerText(child))
	}
	return all.String()
}

// hasChoice reports a select of which a value is chosen.
func hasChoice(n *html.Node) bool {
	for child := range n.ChildNodes() {
		if _, selected := attributes(child)["selected"]; selected && attributes(child)["value"] != "" {
			return true
		}
	}
	return false
}

// resident is somebody who lives in a market.
func resident(m market.Market) map[string]string {
	return map[string]string{
		"email": "alice@example.com", "given_name": "Alice", "family_name": "Test",
		"street_address": "Street 1", "postal_code": m.ExamplePostalCode, "city": "City",
	}
}

// pageIn makes a page in a market for a payer of whom the merchant knows this much.
func (w *world) pageIn(m market.Market, known *client.Address) string {
	w.t.Helper()
	purchase := harness.Purchase()
	purchase.Country, purchase.Currency, purchase.Locale, purchase.Billing = m.Country, m.Currency, "en-"+m.Country, known
	payment, err := w.merchant.CreatePayment(w.t.Context(), purchase)
	if err != nil {
		w.t.Fatal(err)
	}
	made, err := w.merchant.CreateSession(w.t.Context(), client.NewSession{PaymentSessionURL: w.merchant.PaymentURL(payment.SessionID)})
	if err != nil {
		w.t.Fatal(err)
	}
	return made.RedirectURL
}

func (w *world) send(link string, form payForm, method string, typed map[string]string) answer {
	w.t.Helper()
	values := neturl.Values{"payment_method_category": {method}}
	for name, value := range form.hidden {
		values[name] = value
	}
	for name, value := range typed {
		values.Set(name, value)
	}
	return w.ask(nil, http.MethodPost, link+"/pay", values.Encode(), "Content-Type: application/x-www-form-urlencoded")
}

// Nobody is asked for what is not needed: of an unknown payer six fields, each of
// which the payment is refused without; what may stay empty says so. That is so
// in every market and for every method.
func TestOnlyWhatIsNeededIsAskedFor(t *testing.T) {
	w := start(t)
	for _, m := range market.All() {
		for _, category := range m.Categories {
			link := w.pageIn(m, nil)
			form := readForm(t, w.ask(nil, http.MethodGet, link, "").body)
			if shown := form.visible(); len(shown) == 0 || len(shown) > 6 || !slices.Contains(form.methods, category) {
				t.Errorf("%s, %s: %d fields %+v, methods %v", m.Country, category, len(shown), shown, form.methods)
			}
			whole := resident(m)
			for _, f := range form.fields {
				if f.preset {
					continue
				}
				if optional := strings.Contains(f.label, "(optional)"); optional == f.required || f.shown && optional {
					t.Errorf("%s, %s: %q, required %t, shown %t", m.Country, f.name, f.label, f.required, f.shown)
				}
				if !f.required {
					continue
				}
				typed := resident(m)
				typed[f.name] = ""
				if a := w.send(link, form, category, typed); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="`+f.name+`-error"`) {
					t.Errorf("%s, %s: without %s: %d", m.Country, category, f.name, a.status)
				}
			}
			if a := w.send(link, form, category, whole); a.status != http.StatusSeeOther {
				t.Errorf("%s, %s: with what is required alone: %d", m.Country, category, a.status)
			}
		}
	}
}

// A payer of whom the merchant knows all is asked for nothing.
func TestNothingIsAskedOfAKnownPayer(t *testing.T) {
	w := start(t)
	for _, m := range market.All() {
		r := resident(m)
		link := w.pageIn(m, &client.Address{
			Email: r["email"], GivenName: r["given_name"], FamilyName: r["family_name"], Street: r["street_address"],
			PostalCode: r["postal_code"], City: r["city"], Phone: m.ExamplePhone, Country: m.Country,
		})
		page := w.ask(nil, http.MethodGet, link, "").body
		if shown := readForm(t, page).visible(); len(shown) != 0 || !strings.Contains(page, `<details class="known">`) {
			t.Errorf("%s: %+v", m.Country, shown)
		}
		form := readForm(t, page)
		typed := r
		for _, f := range form.fields {
			if _, ok := typed[f.name]; !ok {
				typed[f.name] = ""
			}
		}
		if a := w.send(link, form, m.Categories[0], typed); a.status != http.StatusSeeOther {
			t.Errorf("%s: %d", m.Country, a.status)
		}
	}
}
