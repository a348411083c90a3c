package app

import (
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// browser is a payer's, scripts off: it keeps cookies, follows redirects and
// sends the forms of the pages it is shown.
type browser struct {
	t      *testing.T
	client *http.Client
	page   string // as last shown
	at     string // its address
	status int
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, client: &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 20 * time.Second}}
}

func (b *browser) do(r *http.Request, err error) string {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	response, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.page, b.at, b.status = string(text), response.Request.URL.String(), response.StatusCode
	return b.page
}

func (b *browser) open(address string) string {
	b.t.Helper()
	return b.do(http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, nil))
}

// send posts fields with what the page shown last carries along.
func (b *browser) send(address string, fields map[string]string) string {
	b.t.Helper()
	form := url.Values{}
	for _, name := range []string{"page_key", "revision", "m"} {
		if _, rest, ok := strings.Cut(b.page, `name="`+name+`" value="`); ok {
			value, _, _ := strings.Cut(rest, `"`)
			form.Set(name, value)
		}
	}
	for name, value := range fields {
		form.Set(name, value)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.do(r, err)
}

// typed are one payer's details, each of which is found in a page that shows it.
func typed(email string) map[string]string {
	return map[string]string{
		"payment_method_category": "pay_later", "email": email, "phone": "+46701740615", "given_name": "Canarina", "family_name": "Vogelsang",
		"date_of_birth": "1941-03-21", "street_address": "Kanarienvägen 9", "postal_code": "111 48", "city": "Fågelstad", "country": "SE",
	}
}

// leaks names what of the details a page shows.
func leaks(page string, details map[string]string) []string {
	var found []string
	for name, value := range details {
		if name != "payment_method_category" && name != "country" && strings.Contains(page, value) {
			found = append(found, name)
		}
	}
	return found
}

// Two browsers with one link: what the first one types is shown to the second
// one at no step, neither by the link itself nor by the picture's.
func TestASecondBrowserSeesNothingTyped(t *testing.T) {
	s := openTenant(t)
	for name, c := range map[string]struct {
		email, code string
		retry       bool
		outcome     string
		kept        bool // the first browser is shown its own details again
	}{
		"correction": {email: "no address at all", outcome: `data-testid="pay"`, kept: true},
		"challenge":  {email: "kim@canary.example", outcome: `data-testid="challenge-submit"`},
		"declined":   {email: "kim+denied@canary.example", code: "123456", outcome: `data-outcome="failed"`},
		"retry":      {email: "kim+denied@canary.example", code: "123456", retry: true, outcome: `data-testid="pay"`, kept: true},
		"completed":  {email: "kim@canary.example", code: "123456", outcome: `data-outcome="completed"`},
	} {
		t.Run(name, func(t *testing.T) {
			made := s.session()
			details := typed(c.email)
			first := newBrowser(t)
			first.open(made.Page)
			first.send(made.Page+"/pay", details)
			if strings.Contains(first.page, "challenge-submit") && c.code != "" {
				first.send(made.Page+"/challenge", map[string]string{"otp": c.code})
			}
			if c.retry {
				first.send(made.Page+"/retry", nil)
			}
			if first.open(made.Page); !strings.Contains(first.page, c.outcome) && name != "correction" {
				t.Fatalf("the first browser is at another step: status %d", first.status)
			}
			if own := leaks(first.page, details); c.kept && name != "correction" && len(own) < len(details)-2 {
				t.Errorf("the first browser is shown only %v of its own", own)
			}
			shared, err := s.app.sessions.QR(t.Context(), strings.TrimSuffix(after(made.QR, "/payments/"), "/qr"))
			if err != nil {
				t.Fatal(err)
			}
			base, _, _ := strings.Cut(made.Page, "/payments/")
			for _, address := range []string{made.Page, made.Page + "?m=1", base + "/payments/" + shared, made.Page + "/poster", made.Page + "/cancel"} {
				second := newBrowser(t)
				if found := leaks(second.open(address), details); len(found) > 0 {
					t.Errorf("%s shows another browser %v", strings.TrimPrefix(address, base), found)
				}
				if name == "challenge" {
					if found := leaks(second.send(made.Page+"/challenge", map[string]string{"otp": ""}), details); len(found) > 0 {
						t.Errorf("an empty code shows another browser %v", found)
					}
				}
			}
			if found := leaks(newBrowser(t).open(made.Module.URL), maps.Clone(details)); len(found) > 0 {
				t.Errorf("the till shows %v", found)
			}
		})
	}
}

// The provider of a Checkout order keeps what was typed for its merchant. It is
// not shown to whoever opens the page next.
func TestACheckoutPageShowsNothingTyped(t *testing.T) {
	s := openTenant(t)
	var order struct {
		ID      string `json:"order_id"`
		Snippet string `json:"html_snippet"`
	}
	s.call(http.MethodPost, "/checkout/v3/orders", "{"+cart+`,"billing_address":{"email":"given@shop.example"},"merchant_urls":{"terms":"https://shop.example/t",
		"checkout":"https://shop.example/c","confirmation":"https://shop.example/ok","push":"https://shop.example/p"}}`, &order)
	details := typed("kim@canary.example")
	first, second := newBrowser(t), newBrowser(t)
	first.open(hrefField.FindStringSubmatch(order.Snippet)[1])
	page, _, _ := strings.Cut(first.at, "?")
	if first.send(page+"/update", details); len(leaks(first.page, details)) == 0 {
		t.Errorf("the first browser is not shown its own: %d", first.status)
	}
	if found := leaks(second.open(page), details); len(found) > 0 || !strings.Contains(second.page, "given@shop.example") {
		t.Errorf("another browser is shown %v, and what the merchant gave: %v", found, strings.Contains(second.page, "given@shop.example"))
	}
	s.call(http.MethodPost, "/checkout/v3/orders/"+order.ID, `{"billing_address":{"email":"new@shop.example"}}`, &order)
	if second.open(page); !strings.Contains(second.page, "new@shop.example") {
		t.Error("what the merchant gave later is not shown")
	}
}
