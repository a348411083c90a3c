package e2e

import (
	"crypto/tls"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// walker is a payer whose browser runs no scripts: it reads pages, posts their forms
// and keeps cookies.
type walker struct {
	t      *testing.T
	client *http.Client
}

func newWalker(t *testing.T) *walker {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &walker{t, &http.Client{
		Jar:           jar,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, // the proxy of the tests
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// page is an answer and where it leads by itself.
type page struct {
	text, to string
}

func (w *walker) get(address string) page {
	w.t.Helper()
	return w.do(http.MethodGet, address, nil)
}

func (w *walker) post(address string, form url.Values) page {
	w.t.Helper()
	return w.do(http.MethodPost, address, form)
}

func (w *walker) do(method, address string, form url.Values) page {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := w.client.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= http.StatusBadRequest {
		w.t.Fatalf("%s %s: %d, %v: %.300s", method, address, response.StatusCode, err, text)
	}
	to := response.Header.Get("Location")
	if _, refresh, ok := strings.Cut(response.Header.Get("Refresh"), "url="); ok {
		to = refresh
	}
	if to != "" {
		base, _ := url.Parse(address)
		next, err := base.Parse(to)
		if err != nil {
			w.t.Fatal(err)
		}
		to = next.String()
	}
	return page{string(text), to}
}

// field is the value of a form's hidden field.
func (p page) field(name string) string {
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(p.text)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// toStep goes from the page to the provider's step.
func (w *walker) toStep(link string) (address string, step page) {
	w.t.Helper()
	open := w.get(link)
	answer := w.post(link+"/pay", url.Values{
		"page_key": {open.field("page_key")}, "revision": {open.field("revision")}, "payment_method_category": {"pay_later"},
	})
	if !strings.Contains(answer.to, "/eu/hpp/pay/") {
		w.t.Fatalf("paying leads to %q", answer.to)
	}
	return answer.to, w.get(answer.to)
}

// Without scripts the step says so, and the provider's own page takes the payer,
// who is led on to the shop on their return.
func TestPayingAtTheProvidersOwnPage(t *testing.T) {
	t.Parallel()
	e := startProduction(t, "klarna", klarnaSDK)
	for _, mode := range []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder} {
		t.Run(string(mode), func(t *testing.T) {
			made, w := e.session(t, mode), newWalker(t)
			address, step := w.toStep(made.RedirectURL)
			if !strings.Contains(step.text, "<noscript>") || !strings.Contains(step.text, `data-testid="redirect-provider"`) {
				t.Error("the step offers nothing without scripts")
			}
			leaving := w.post(address+"/redirect", url.Values{"page_key": {step.field("page_key")}})
			if !strings.HasPrefix(leaving.to, e.company.URL+"/eu/hpp/payments/") {
				t.Fatalf("the redirect leads to %q", leaving.to)
			}
			if paid, err := harness.NewPayer().Pay(t.Context(), leaving.to, "customer@email.se"); err != nil || paid.Outcome != "completed" {
				t.Fatalf("there: %v, %s", err, paid.Outcome)
			}
			back := w.get(address + "/return?result=done")
			if !strings.HasPrefix(back.to, made.RedirectURL) {
				t.Fatalf("the return leads to %q", back.to)
			}
			shop := w.get(back.to)
			arrived, err := url.Parse(shop.to)
			if err != nil || !strings.HasPrefix(shop.to, e.shop.URL+"/success") {
				t.Fatalf("the page leads to %q, %v", shop.to, err)
			}
			e.checkSold(t, made, mode, arrived.Query())
		})
	}
}

// A Checkout order is paid where it is, and its payer comes back here: the order's
// own return addresses were replaced.
func TestPayingACheckoutOrderElsewhere(t *testing.T) {
	t.Parallel()
	e := startProduction(t, "kustom", "")
	there := &world{Server: e.company, merchant: e.account, shop: e.shop, browser: e.browser}
	order, _ := there.checkout(t, nil).Body["order_id"].(string)
	made, w := e.page(t, "/checkout/v3/orders/"+order, nil), newWalker(t)
	address, step := w.toStep(made.RedirectURL)
	link := regexp.MustCompile(`href=&#34;([^&]+)&#34;|href=&quot;([^&]+)&quot;`).FindStringSubmatch(step.text)
	if link == nil {
		t.Fatalf("the step holds no snippet: %.2000s", step.text)
	}
	hosted := w.get(html.UnescapeString(link[1] + link[2]))
	if paid, err := harness.NewPayer().Pay(t.Context(), hosted.to, "customer@email.se"); err != nil || paid.Outcome != "completed" {
		t.Fatalf("there: %v, %s", err, paid.Outcome)
	}
	read := e.account.Must(t, http.StatusOK, http.MethodGet, "/checkout/v3/orders/"+order, nil)
	urls, _ := read.Body["merchant_urls"].(map[string]any)
	confirmation, _ := urls["confirmation"].(string)
	if !strings.HasPrefix(confirmation, address+"/return?") {
		t.Fatalf("the order leads to %q", confirmation)
	}
	if back := w.get(confirmation); !strings.HasPrefix(back.to, made.RedirectURL) {
		t.Fatalf("the return leads to %q", back.to)
	}
	session, err := e.merchant.ReadSession(t.Context(), made.SessionID)
	if err != nil || session.Status != client.Completed || session.OrderID != order {
		t.Errorf("session %+v, %v", session, err)
	}
}
