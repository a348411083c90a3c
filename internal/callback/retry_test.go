package callback_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func secret(context.Context, hpp.MerchantID) ([][]byte, error) {
	return [][]byte{[]byte("a secret")}, nil
}

// memory is a receiver without a network. It keeps what it was sent.
type memory struct {
	status  int   // of every answer
	err     error // instead of an answer
	bodies  []string
	urls    []string
	headers []http.Header
	waits   []time.Duration
}

func (m *memory) Do(r *http.Request, timeout time.Duration) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	m.bodies = append(m.bodies, string(body))
	m.headers = append(m.headers, r.Header.Clone())
	m.urls = append(m.urls, r.URL.String())
	m.waits = append(m.waits, timeout)
	if m.err != nil {
		return nil, m.err
	}
	return &http.Response{StatusCode: m.status, Body: http.NoBody}, nil
}

// Every try carries the same id and bytes; only its time, and with it the
// signature, is new. The receiver has three seconds each time.
func TestEveryTryIsTheSame(t *testing.T) {
	shop := &memory{status: 500}
	now := at
	d := callback.Deliverer{Client: shop, Secrets: secret, Now: func() time.Time { return now }}
	payload := freeze(t, session(hpp.Completed))
	for range 3 {
		if _, err := d.Deliver(t.Context(), payload); err == nil {
			t.Fatal("500 is success")
		}
		now = now.Add(20 * time.Hour)
	}
	for i := range shop.bodies {
		if diff := cmp.Diff(shop.bodies[0], shop.bodies[i]); diff != "" {
			t.Errorf("try %d sent another body (-first +this):\n%s", i, diff)
		}
		if id := shop.headers[i].Get("webhook-id"); id != "27ba32b0" {
			t.Errorf("try %d has the id %q", i, id)
		}
		if shop.waits[i] != 3*time.Second {
			t.Errorf("try %d waits %s", i, shop.waits[i])
		}
	}
	for _, header := range []string{"webhook-timestamp", "webhook-signature"} {
		if shop.headers[0].Get(header) == shop.headers[1].Get(header) {
			t.Errorf("%s did not change between tries", header)
		}
	}
}

// What was frozen stays as it was, whatever becomes of the session.
func TestLaterChangesDoNotShow(t *testing.T) {
	s := session(hpp.Completed)
	s.Result = hpp.Result{OrderID: "order-1"}
	payload := freeze(t, s)
	s.Status, s.Result.OrderID, s.URLs.StatusUpdate = hpp.Disabled, "order-2", "https://other.test/"
	shop := &memory{status: 200}
	d := callback.Deliverer{Client: shop, Secrets: secret, Now: time.Now}
	if _, err := d.Deliver(t.Context(), payload); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(shop.bodies[0], `"order-1"`) || !strings.Contains(shop.bodies[0], `"COMPLETED"`) {
		t.Errorf("body %s", shop.bodies[0])
	}
	if !strings.HasPrefix(shop.urls[0], "https://shop.test/cb?sid=39a1c773&") {
		t.Errorf("address %s", shop.urls[0])
	}
}

// A host whose turn has not come was sent nothing: the job runner must hear
// that through the error, and count no try.
func TestBusyHostIsNoFailedTry(t *testing.T) {
	shop := &memory{err: &egress.Busy{After: 7 * time.Second}}
	_, err := callback.Deliverer{Client: shop, Secrets: secret, Now: time.Now}.Deliver(t.Context(), freeze(t, session(hpp.Failed)))
	var postponed interface{ Postponed() time.Duration }
	if !errors.As(err, &postponed) || postponed.Postponed() != 7*time.Second {
		t.Errorf("error %v", err)
	}
}

// Nothing goes out without a signature.
func TestUnsignedIsNotSent(t *testing.T) {
	broken := errors.New("store is down")
	for name, secrets := range map[string]func(context.Context, hpp.MerchantID) ([][]byte, error){
		"none":   func(context.Context, hpp.MerchantID) ([][]byte, error) { return nil, nil },
		"broken": func(context.Context, hpp.MerchantID) ([][]byte, error) { return nil, broken },
	} {
		shop := &memory{status: 200}
		_, err := callback.Deliverer{Client: shop, Secrets: secrets, Now: time.Now}.Deliver(t.Context(), freeze(t, session(hpp.Back)))
		if err == nil || len(shop.bodies) != 0 || (name == "broken") != errors.Is(err, broken) {
			t.Errorf("%s: %d sent, %v", name, len(shop.bodies), err)
		}
		if _, given := errors.AsType[callback.PermanentError](err); given {
			t.Errorf("%s: given up, though a later try may succeed", name)
		}
	}
}

// Every state that is told has its body, and none but COMPLETED shows what
// the payment came to (docs/spec/hpp.md §1.2).
func TestOnlyCompletedShowsTheResult(t *testing.T) {
	for _, status := range hpp.Statuses {
		s := session(status)
		s.Result = hpp.Result{OrderID: "order-1", Reference: "X438HG0Q", AuthorizationToken: "token-1", Reason: "why"}
		shop := &memory{status: 204}
		d := callback.Deliverer{Client: shop, Secrets: secret, Now: time.Now}
		if _, err := d.Deliver(t.Context(), freeze(t, s)); err != nil {
			t.Fatal(err)
		}
		body := shop.bodies[0]
		if !strings.Contains(body, `"status":"`+string(status)+`"`) {
			t.Errorf("%s: %s", status, body)
		}
		if shown := strings.Contains(body, "order-1"); shown != (status == hpp.Completed) {
			t.Errorf("%s shows an order: %v", status, shown)
		}
		if strings.Contains(body, "token-1") || strings.Contains(body, "why") {
			t.Errorf("%s: %s", status, body)
		}
	}
}

// What the job keeps of an error tells later whether it was given up for good.
func TestRefusalIsKnownByItsReason(t *testing.T) {
	for name, c := range map[string]struct {
		payload []byte
		shop    *memory
	}{
		"gone":       {freeze(t, session(hpp.Completed)), &memory{status: 410}},
		"ill":        {freeze(t, session(hpp.Completed)), &memory{status: 500}},
		"silent":     {freeze(t, session(hpp.Completed)), &memory{err: errors.New("refused")}},
		"unreadable": {[]byte("nothing"), &memory{}},
		"no address": {[]byte(`{"merchant":"m1","event_id":"e","url":"\u007f:"}`), &memory{}},
	} {
		_, err := callback.Deliverer{Client: c.shop, Secrets: secret, Now: time.Now}.Deliver(t.Context(), c.payload)
		if err == nil {
			t.Fatalf("%s: delivered", name)
		}
		_, refused := errors.AsType[callback.PermanentError](err)
		if callback.IsPermanent(err.Error()) != refused || refused != (name != "ill" && name != "silent") {
			t.Errorf("%s: %q is a refusal: %v, should be %v", name, err, callback.IsPermanent(err.Error()), refused)
		}
	}
}
