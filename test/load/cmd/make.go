package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
	"github.com/openhpp/openhpp/test/load/talk"
)

// makePayments makes the payment sessions that later sessions are put on.
func (t *target) makePayments(count int) {
	body, err := json.Marshal(harness.Purchase())
	t.must(err)
	request := t.api(http.MethodPost, "/payments/v1/sessions", string(body))
	t.payments = make([]string, count)
	_, err = t.exhaust(count, func(c *talk.Conn, i int) error {
		a, err := c.Do(request)
		if err != nil {
			return err
		}
		if a.Status != http.StatusOK {
			return wrong("payment session", a, http.StatusOK)
		}
		t.payments[i] = talk.Between(a.Body, `"session_id":"`, `"`)
		return nil
	})
	t.must(err)
}

// creation is the body that makes a session, whole but for the payment's id.
type creation struct{ before, after string }

func (t *target) creation(callbacks string) creation {
	const id = "{payment}"
	body, err := json.Marshal(client.NewSession{
		PaymentSessionURL: t.server.URL + "/payments/v1/sessions/" + id,
		MerchantURLs: client.MerchantURLs{
			Success: "https://shop.example/paid?sid={{session_id}}&order={{order_id}}", Cancel: "https://shop.example/cancelled?sid={{session_id}}",
			Back: "https://shop.example/cart?sid={{session_id}}", Failure: "https://shop.example/declined?sid={{session_id}}",
			Error: "https://shop.example/error?sid={{session_id}}", StatusUpdate: callbacks,
		},
		Options: &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder, PageTitle: "Lamps & Co"},
	})
	t.must(err)
	before, after, _ := strings.Cut(string(body), id)
	return creation{before, after}
}

func (c creation) on(payment string) string { return c.before + payment + c.after }

// create makes one session.
func (t *target) create(c *talk.Conn, body string) (created, error) {
	a, err := c.Do(t.api(http.MethodPost, "/hpp/v1/sessions", body))
	if err != nil {
		return created{}, err
	}
	if a.Status != http.StatusCreated {
		return created{}, wrong("create", a, http.StatusCreated)
	}
	one := created{talk.Between(a.Body, `"session_id":"`, `"`), strings.TrimPrefix(talk.Between(a.Body, `"redirect_url":"`, `"`), t.server.URL)}
	if one.id == "" || !strings.HasPrefix(one.link, "/") {
		return created{}, fmt.Errorf("create: no session in %.300q", a.Body)
	}
	return one, nil
}

// sizes are of the answers that the empty handler imitates, in bytes.
type sizes struct{ create, read, page int }

// measureSizes asks for one of each and answers how large they are.
func (t *target) measureSizes() sizes {
	conn, err := talk.Dial(t.ctx, t.host)
	t.must(err)
	defer func() { _ = conn.Close() }()
	a, err := conn.Do(t.api(http.MethodPost, "/hpp/v1/sessions", t.creation(t.receiver.url).on(t.payments[0])))
	t.must(err)
	var s sizes
	s.create = len(a.Body)
	id, link := talk.Between(a.Body, `"session_id":"`, `"`), strings.TrimPrefix(talk.Between(a.Body, `"redirect_url":"`, `"`), t.server.URL)
	a, err = conn.Do(t.api(http.MethodGet, "/hpp/v1/sessions/"+id, ""))
	t.must(err)
	s.read = len(a.Body)
	a, err = conn.Do(t.pageRequest(link))
	t.must(err)
	s.page = len(a.Body)
	if a.Field("Content-Encoding") != "gzip" || s.create < 100 || s.read < 100 || s.page < 1000 {
		t.Fatalf("answers are not those expected: %+v, page packed by %q", s, a.Field("Content-Encoding"))
	}
	return s
}
