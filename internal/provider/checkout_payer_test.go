package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// counter is a shop's server that answers the provider's questions.
type counter struct {
	*httptest.Server
	mu    sync.Mutex
	asked []tree // with "path"
}

func newCounter(t *testing.T, answer http.HandlerFunc) *counter {
	t.Helper()
	c := &counter{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var question tree
		if err := json.NewDecoder(r.Body).Decode(&question); err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		c.mu.Lock()
		c.asked = append(c.asked, with(question, tree{"path": r.URL.Path}))
		c.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(c.Close)
	return c
}

// paths are the questions so far.
func (c *counter) paths() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []string
	for _, question := range c.asked {
		all = append(all, question["path"].(string))
	}
	return strings.Join(all, " ")
}

func (c *counter) urls() tree {
	return urls(tree{
		"address_update": c.URL + "/address", "country_change": c.URL + "/country",
		"shipping_option_update": c.URL + "/delivery", "validation": c.URL + "/validation",
	})
}

// hang answers nothing until the other end gives up.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// revise tells what the payer typed and chose.
func (p *testProvider) revise(id string, who tree, delivery string) (a tree) {
	p.t.Helper()
	p.must(http.StatusOK, "POST", "/playground/v1/checkout/"+id+"/revise", tree{"payer": who, "delivery": delivery}).into(p.t, &a)
	return a
}

// try goes on with an attempt at a Checkout order.
func (p *testProvider) try(id, key string, amount int, otp string) (a tree) {
	p.t.Helper()
	p.must(http.StatusOK, "POST", "/playground/v1/checkout/"+id+"/authorize", with(attempt(key, payer(), otp), tree{"amount": amount})).into(p.t, &a)
	return a
}

func (p *testProvider) pageOf(id string) (page tree) {
	p.t.Helper()
	p.must(http.StatusOK, "GET", "/playground/v1/checkout/"+id, nil).into(p.t, &page)
	return page
}

// A payer who chooses a delivery sees its total while the rest of the form is
// empty or wrong; nothing of that is kept.
func TestTotalOfADeliveryAlone(t *testing.T) {
	p := newProvider(t)
	shop := newCounter(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, http.StatusOK, tree{}) })
	id := p.checkout(tree{"merchant_urls": shop.urls(), "shipping_options": shippingOptions(), "billing_address": tree{"country": "se"}})
	before := p.pageOf(id)["order_amount"].(float64)
	for _, way := range []struct {
		id    string
		price float64
	}{{"home", 4900}, {"shop", 0}, {"home", 4900}, {"home", 4900}} {
		var a tree
		p.must(http.StatusOK, "POST", "/playground/v1/checkout/"+id+"/revise",
			tree{"payer": tree{"email": "half", "city": "Nowhere"}, "delivery": way.id, "delivery_only": true}).into(t, &a)
		if a["result"] != "revised" || p.pageOf(id)["order_amount"] != before+way.price {
			t.Errorf("%s: %v, the order costs %v", way.id, a["result"], p.pageOf(id)["order_amount"])
		}
	}
	if got := shop.paths(); got != "/delivery /delivery /delivery" {
		t.Errorf("asked %s", got)
	}
	if who := p.pageOf(id)["payer"].(tree); who["email"] != nil || who["city"] != nil {
		t.Errorf("kept %v", who)
	}
}

// Each question is put when its matter changes, and only then.
func TestQuestions(t *testing.T) {
	p := newProvider(t)
	shop := newCounter(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, http.StatusOK, tree{}) })
	id := p.checkout(tree{"merchant_urls": shop.urls(), "shipping_options": shippingOptions(), "billing_address": tree{"country": "se"}})
	norwegian := with(payer(), tree{"country": "NO", "postal_code": "0154"})
	for _, step := range []struct {
		who      tree
		delivery string
		asked    string
	}{
		{payer(), "", "/address"},
		{payer(), "shop", "/address"},
		{payer(), "home", "/address /delivery"},
		{payer(), "home", "/address /delivery"},
		{norwegian, "home", "/address /delivery /country"},
		{with(norwegian, tree{"city": "Oslo"}), "shop", "/address /delivery /country /address /delivery"},
		{with(norwegian, tree{"city": "Oslo"}), "pigeon", "/address /delivery /country /address /delivery"},
	} {
		if a := p.revise(id, step.who, step.delivery); a["result"] != "revised" {
			t.Fatalf("%v", a)
		}
		if got := shop.paths(); got != step.asked {
			t.Errorf("asked %s, want %s", got, step.asked)
		}
	}
	shop.mu.Lock()
	defer shop.mu.Unlock()
	first, second := shop.asked[0], shop.asked[1]
	if a := first["billing_address"].(tree); sprint(a["given_name"], a["postal_code"], a["country"]) != "Alice 11148 se" || first["purchase_currency"] != "SEK" {
		t.Errorf("the address question says %v", first)
	}
	if d := second["selected_shipping_option"].(tree); sprint(d["id"], second["order_amount"], second["order_tax_amount"]) != "home 27400 5480" {
		t.Errorf("the delivery question says %v", second)
	}
}

func TestReviseIncorrect(t *testing.T) {
	p := newProvider(t)
	a := p.revise(p.checkout(nil), with(payer(), tree{"email": "nobody", "city": ""}), "")
	if a["result"] != "incorrect" || fmt.Sprint(a["fields"]) != "[email city]" {
		t.Errorf("%v", a)
	}
}

// What a merchant may answer, and what comes of it (docs/spec/provider.md B.6.1).
func TestAnswers(t *testing.T) {
	cheaper := tree{
		"order_amount": 10000, "order_tax_amount": 2000, "purchase_currency": "SEK",
		"order_lines": []any{tree{"name": "Lamp", "quantity": 1, "unit_price": 10000, "tax_rate": 2500, "total_amount": 10000, "total_tax_amount": 2000}},
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"new lines": {func(w http.ResponseWriter, _ *http.Request) { respond(w, http.StatusOK, cheaper) }, "revised 10000"},
		"new deliveries": {func(w http.ResponseWriter, _ *http.Request) {
			respond(w, http.StatusOK, with(cheaper, tree{"shipping_options": shippingOptions()}))
		}, "revised 10000"},
		"nothing": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }, "revised 22500"},
		"wrong sums": {func(w http.ResponseWriter, _ *http.Request) {
			respond(w, http.StatusOK, with(cheaper, tree{"order_amount": 1}))
		}, "revised 22500"},
		"what it may not": {func(w http.ResponseWriter, _ *http.Request) {
			respond(w, http.StatusOK, tree{"merchant_reference1": "x", "status": "checkout_complete"})
		}, "revised 22500"},
		"no JSON":  {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, "revised 22500"},
		"an error": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "revised 22500"},
		"silence":  {hang, "revised 22500"},
		"no, with words": {func(w http.ResponseWriter, _ *http.Request) {
			respond(w, http.StatusBadRequest, tree{"error_type": "address_error", "error_text": "Not to islands"})
		}, "stopped Not to islands"},
		"no": {func(w http.ResponseWriter, _ *http.Request) {
			respond(w, http.StatusBadRequest, tree{"error_type": "unsupported_shipping_address", "error_text": "secret"})
		}, "stopped"},
		"a way out": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/away")
			w.WriteHeader(http.StatusSeeOther)
		}, "stopped SHOP/away"},
		"no, with no JSON": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }, "stopped"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			shop := newCounter(t, c.answer)
			id := p.checkout(tree{"merchant_urls": shop.urls()})
			a := p.revise(id, payer(), "")
			page, _ := a["page"].(tree)
			if got := sprint(a["result"], page["order_amount"], a["text"], a["redirect"]); got != strings.ReplaceAll(c.want, "SHOP", shop.URL) {
				t.Errorf("%s, want %s", got, c.want)
			}
			var read tree
			p.must(http.StatusOK, "GET", "/checkout/v3/orders/"+id, nil).into(t, &read)
			if known := read["billing_address"].(tree)["given_name"] == "Alice"; known == (a["result"] == "stopped") {
				t.Errorf("the address was kept: %v", known)
			}
		})
	}
}

// The whole way: an attempt, the last word of the merchant, one order in both
// APIs, a push and a notice.
func TestCheckoutComplete(t *testing.T) {
	p := newProvider(t)
	shop := newCounter(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, http.StatusOK, tree{}) })
	id := p.checkout(tree{
		"merchant_urls": shop.urls(), "shipping_options": shippingOptions(), "merchant_reference1": "10042", "options": tree{"auto_capture": true},
	})
	p.revise(id, payer(), "home")
	if a := p.try(id, "a", 27400, ""); a["result"] != "challenged" {
		t.Fatal(a)
	}
	done := p.try(id, "a", 27400, "123456")
	if again := p.try(id, "a", 27400, "123456"); sprint(again) != sprint(done) || done["result"] != "approved" || done["order_id"] != id {
		t.Errorf("%v, then %v", done, again)
	}
	if got := shop.paths(); got != "/address /delivery /validation" {
		t.Error(got)
	}
	page := p.pageOf(id)
	if got := sprint(page["state"], page["order_id"], page["klarna_reference"]); got != "complete "+id+" "+done["klarna_reference"].(string) {
		t.Error(got)
	}
	var read tree
	p.must(http.StatusOK, "GET", "/checkout/v3/orders/"+id, nil).into(t, &read)
	if sprint(read["status"], read["completed_at"]) != "checkout_complete 2026-11-23T09:48:16Z" {
		t.Errorf("%v %v", read["status"], read["completed_at"])
	}
	o := p.read(id)
	selected := o["selected_shipping_option"].(tree)
	if got := sprint(o["status"], o["captured_amount"], o["merchant_reference1"], selected["id"], o["klarna_reference"], o["purchase_country"]); got != "CAPTURED 27400 10042 home "+done["klarna_reference"].(string)+" SE" {
		t.Error(got)
	}
	if r := p.ask("POST", "/checkout/v3/orders/"+id, tree{"merchant_reference1": "1"}); r.status != http.StatusForbidden || r.error(t) != "READ_ONLY_ORDER: Resource is read-only" {
		t.Errorf("%d %s", r.status, r.body)
	}
	for kind, due := range map[string]time.Time{"payment_session": epoch, "playground_push": epoch.Add(2 * time.Minute)} {
		if n := p.rows(`SELECT count(*) FROM outbox WHERE kind = ? AND subject = ? AND due_at = ?`, kind, id, due.UnixMilli()); n != 1 {
			t.Errorf("%d jobs of %s", n, kind)
		}
	}
}

// A recurring purchase leaves a customer token beside its order.
func TestRecurringCheckout(t *testing.T) {
	p := newProvider(t)
	for _, recurring := range []bool{true, false} {
		id := p.checkout(tree{"recurring": recurring})
		p.try(id, "a", 22500, "")
		p.try(id, "a", 22500, "123456")
		var read tree
		p.must(http.StatusOK, "GET", "/checkout/v3/orders/"+id, nil).into(t, &read)
		token, given := read["recurring_token"].(string)
		if given != recurring {
			t.Fatalf("recurring %v gives %q", recurring, token)
		}
		if given {
			p.must(http.StatusOK, "POST", "/customer-token/v1/tokens/"+token+"/order", monthly(nil))
		}
	}
}

// The last word of the merchant (docs/spec/provider.md B.6.2, B.6.3).
func TestValidation(t *testing.T) {
	for name, c := range map[string]struct {
		insist bool
		answer http.HandlerFunc
		want   string
	}{
		"yes":               {false, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }, "approved"},
		"silence":           {false, hang, "approved"},
		"silence, insisted": {true, hang, "stopped"},
		"yes, insisted":     {true, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }, "approved"},
		"error":             {false, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "approved"},
		"error, insisted":   {true, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "stopped"},
		"no": {false, func(w http.ResponseWriter, _ *http.Request) {
			respond(w, http.StatusBadRequest, tree{"error_type": "approval_failed", "error_text": "Sold out"})
		}, "stopped Sold out"},
		"a way out": {false, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/away")
			w.WriteHeader(http.StatusFound)
		}, "stopped SHOP/away"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			shop := newCounter(t, c.answer)
			id := p.checkout(tree{
				"merchant_urls": urls(tree{"validation": shop.URL + "/validation"}),
				"options":       tree{"require_validate_callback_success": c.insist},
			})
			p.try(id, "a", 22500, "")
			a := p.try(id, "a", 22500, "123456")
			if got := sprint(a["result"], a["text"], a["redirect"]); got != strings.ReplaceAll(c.want, "SHOP", shop.URL) {
				t.Errorf("%s, want %s", got, c.want)
			}
			orders := 0
			if strings.HasPrefix(c.want, "approved") {
				orders = 1
			} else if again := p.try(id, "a", 22500, ""); again["result"] != "challenged" {
				t.Errorf("the payer cannot begin again: %v", again)
			}
			if n := p.rows(`SELECT count(*) FROM playground_orders`); n != orders {
				t.Errorf("%d orders", n)
			}
		})
	}
}

// An order that changes while its merchant is asked is asked about again.
func TestValidationOfWhatIsPaid(t *testing.T) {
	p := newProvider(t)
	var id string
	var once sync.Once
	shop := newCounter(t, func(w http.ResponseWriter, _ *http.Request) {
		once.Do(func() { p.must(http.StatusOK, "POST", "/checkout/v3/orders/"+id, tree{"merchant_reference1": "late"}) })
		w.WriteHeader(http.StatusOK)
	})
	id = p.checkout(tree{"merchant_urls": urls(tree{"validation": shop.URL + "/validation"})})
	p.try(id, "a", 22500, "")
	if a := p.try(id, "a", 22500, "123456"); a["result"] != "approved" {
		t.Fatal(a)
	}
	if len(shop.asked) != 2 || shop.asked[1]["merchant_reference1"] != "late" || p.read(id)["merchant_reference1"] != "late" {
		t.Errorf("asked about %v", shop.asked)
	}
}

// However many press at once, there is one order.
func TestParallelCheckout(t *testing.T) {
	p := newProvider(t)
	shop := newCounter(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	id := p.checkout(tree{"merchant_urls": urls(tree{"validation": shop.URL + "/validation"})})
	for _, key := range []string{"a", "b"} {
		p.try(id, key, 22500, "")
	}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			body := with(attempt([]string{"a", "b"}[i%2], payer(), "123456"), tree{"amount": 22500})
			if r := p.ask("POST", "/playground/v1/checkout/"+id+"/authorize", body); r.status != http.StatusOK && r.status != http.StatusNotFound {
				t.Errorf("%d %s", r.status, r.body)
			}
		})
	}
	wg.Wait()
	if orders, pushes := p.rows(`SELECT count(*) FROM playground_orders`), p.rows(`SELECT count(*) FROM outbox WHERE kind = 'playground_push'`); orders != 1 || pushes != 1 {
		t.Errorf("%d orders, %d pushes", orders, pushes)
	}
	if page := p.pageOf(id); page["state"] != "complete" {
		t.Error(page)
	}
}

// What the test data says of a payer holds here too.
func TestCheckoutVerdicts(t *testing.T) {
	for email, want := range map[string]string{
		"joe+denied@example.com": "declined ", "joe+pend-accept-05@example.com": "approved PENDING", "joe@example.com": "approved ACCEPTED",
	} {
		p := newProvider(t)
		id := p.checkout(nil)
		body := with(attempt("a", with(payer(), tree{"email": email}), ""), tree{"amount": 22500})
		path := "/playground/v1/checkout/" + id + "/authorize"
		p.must(http.StatusOK, "POST", path, body)
		var a tree
		p.must(http.StatusOK, "POST", path, with(body, tree{"otp": "123456"})).into(t, &a)
		fraud := ""
		if a["result"] == "approved" {
			fraud = p.read(id)["fraud_status"].(string)
		}
		if got := fmt.Sprint(a["result"], " ", fraud); got != want {
			t.Errorf("%s: %s, want %s", email, got, want)
		}
	}
	// Another amount than the payer saw is refused.
	p := newProvider(t)
	if r := p.ask("POST", "/playground/v1/checkout/"+p.checkout(nil)+"/authorize", attempt("a", payer(), "")); r.status != http.StatusConflict {
		t.Errorf("%d %s", r.status, r.body)
	}
}
