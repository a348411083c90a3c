package app

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
)

var leadsOn = regexp.MustCompile(`https://shop\.example/paid[^"' >]*`)

// orders are what a shop booked by signed results alone.
type orders struct {
	booked map[string]client.PaidResult // by nonce
}

func (o *orders) verifier(s *tenant) client.ResultVerifier {
	return client.ResultVerifier{Secret: s.login.WebhookSecret, MerchantID: string(s.login.MerchantID), FirstSeen: func(nonce string) (bool, error) {
		_, known := o.booked[nonce]
		return !known, nil
	}}
}

// buy pays one purchase in a browser of its own and answers where the page
// leads on to, with the session's id.
func (s *tenant) buy(callbacks string) (session string, to *url.URL) {
	s.t.Helper()
	var payment struct {
		ID string `json:"session_id"`
	}
	s.call(http.MethodPost, "/payments/v1/sessions", "{"+cart+"}", &payment)
	var made links
	s.call(http.MethodPost, "/hpp/v1/sessions", fmt.Sprintf(`{"payment_session_url":"%s/payments/v1/sessions/%s","options":{"place_order_mode":"PLACE_ORDER"},
		"merchant_urls":{"success":"https://shop.example/paid?sid={{session_id}}&order={{order_id}}&result={{openhpp_result}}","status_update":"%s"}}`,
		s.url, payment.ID, callbacks), &made)
	b := newBrowser(s.t)
	b.open(made.Page)
	b.send(made.Page+"/pay", typed("alice@shop.example"))
	page := b.send(made.Page+"/challenge", map[string]string{"otp": "123456"})
	to, err := url.Parse(html.UnescapeString(leadsOn.FindString(page)))
	if err != nil || to.Host == "" {
		s.t.Errorf("no way to the shop: %v %s", err, page)
		return made.Session, &url.URL{}
	}
	return made.Session, to
}

// A shop that no callback reaches books every order by the results that payers
// bring, once each, and needs to ask nothing. internal/shop has a thousand.
func TestOrdersAreBookedWithoutACallback(t *testing.T) {
	s := openTenant(t)
	var late atomic.Int64
	over := make(chan struct{})
	shop := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		late.Add(1)
		<-over // no answer comes in time
	}))
	defer shop.Close()
	defer close(over)
	const purchases = 20
	kept := &orders{booked: map[string]client.PaidResult{}}
	verifier := kept.verifier(s)
	for range purchases {
		session, to := s.buy(shop.URL)
		query := to.Query()
		paid, err := verifier.Verify(query.Get("result"), time.Now())
		if err != nil || paid.SessionID != session || paid.OrderID != query.Get("order") || paid.OrderID == "" || paid.Amount != 10000 || paid.Currency != "SEK" {
			t.Fatalf("%v: %+v from %s", err, paid, to)
		}
		kept.booked[paid.Nonce] = paid
		if _, err := verifier.Verify(query.Get("result"), time.Now()); !errors.Is(err, client.ErrResultReplayed) {
			t.Fatalf("a result that is brought again: %v", err)
		}
	}
	if len(kept.booked) != purchases {
		t.Errorf("%d of %d orders are booked", len(kept.booked), purchases)
	}
	if late.Load() == 0 {
		t.Error("no callback was under way meanwhile")
	}
}
