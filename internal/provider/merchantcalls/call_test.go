package merchantcalls_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
)

var epoch = time.Date(2026, 11, 23, 9, 48, 16, 0, time.UTC)

// client calls addresses of this machine, as the program does: what an error says
// of an address is its to decide.
var client = egress.New(egress.Config{AllowHTTP: true, AllowLoopback: true})

// receiver answers a status and keeps the last body.
type receiver struct {
	*httptest.Server
	calls int
	body  string
}

func listen(t *testing.T, status int) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.calls, r.body = r.calls+1, string(body)
		w.WriteHeader(status)
	}))
	t.Cleanup(r.Close)
	return r
}

func caller(known bool, err error, now time.Time) merchantcalls.Caller {
	return merchantcalls.Caller{
		Client:       client,
		Acknowledged: func(context.Context, hpp.MerchantID, string) (bool, error) { return known, err },
		Now:          func() time.Time { return now },
	}
}

// What counts as heard: any 2xx of the authorization, 200 of a decision.
func TestHeard(t *testing.T) {
	for status, want := range map[int]struct{ authorization, decision bool }{
		200: {true, true}, 204: {true, false}, 303: {false, false}, 400: {false, false}, 500: {false, false},
	} {
		shop, c := listen(t, status), caller(false, nil, epoch)
		err := c.Authorization(t.Context(), merchantcalls.Authorization(shop.URL, "s", "token", epoch).Payload)
		if heard := err == nil; heard != want.authorization || shop.body != `{"authorization_token":"token","session_id":"s"}` {
			t.Errorf("%d: authorization heard %v with %s", status, heard, shop.body)
		}
		err = c.Decision(t.Context(), merchantcalls.Decision(shop.URL, "o", true, epoch).Payload)
		if heard := err == nil; heard != want.decision || shop.body != `{"event_type":"FRAUD_RISK_ACCEPTED","order_id":"o"}` {
			t.Errorf("%d: decision heard %v with %s", status, heard, shop.body)
		}
	}
}

// A push goes on until the order is acknowledged or two days are over.
func TestPush(t *testing.T) {
	errStore := errors.New("no store")
	for name, c := range map[string]struct {
		known bool
		err   error
		after time.Duration
		calls int
		done  bool
	}{
		"unknown":         {false, nil, 2 * time.Minute, 1, false},
		"acknowledged":    {true, nil, 2 * time.Minute, 0, true},
		"two days later":  {false, nil, 48 * time.Hour, 0, true},
		"a moment before": {false, nil, 48*time.Hour - 1, 1, false},
		"nobody can tell": {false, errStore, time.Minute, 0, false},
	} {
		shop := listen(t, http.StatusOK)
		job := merchantcalls.Push(shop.URL, "m1", "o", epoch)
		if want := epoch.Add(2 * time.Minute); !job.Due.Equal(want) {
			t.Errorf("due %s, want %s", job.Due, want)
		}
		err := caller(c.known, c.err, epoch.Add(c.after)).Push(t.Context(), job.Payload)
		if done := err == nil; done != c.done || shop.calls != c.calls || shop.body != "" {
			t.Errorf("%s: %v after %d calls with %q", name, err, shop.calls, shop.body)
		}
	}
}

// Errors are stored and logged: an address may hold a secret.
func TestErrorsNameNoAddress(t *testing.T) {
	err := caller(false, nil, epoch).Decision(t.Context(), merchantcalls.Decision("http://127.0.0.1:1/secret", "o", false, epoch).Payload)
	if err == nil {
		t.Fatal("nobody listens there")
	}
	if text := err.Error(); strings.Contains(text, "secret") {
		t.Error(text)
	}
	for name, payload := range map[string][]byte{"no JSON": []byte("{"), "no address": merchantcalls.Decision("http://[::1", "o", false, epoch).Payload} {
		err := caller(false, nil, epoch).Decision(t.Context(), payload)
		var permanent interface{ Permanent() bool }
		if !errors.As(err, &permanent) || !permanent.Permanent() {
			t.Errorf("%s is tried again: %v", name, err)
		}
	}
}

// The published numbers of tries and their waits.
func TestSchedules(t *testing.T) {
	sum := func(waits []time.Duration) (total time.Duration) {
		for _, wait := range waits {
			total += wait
		}
		return total
	}
	if n, total := len(merchantcalls.AuthorizationSchedule), sum(merchantcalls.AuthorizationSchedule); n != 3 || total != 3*time.Second {
		t.Errorf("authorization: %d tries in %s", n, total)
	}
	if n, total := len(merchantcalls.DecisionSchedule), sum(merchantcalls.DecisionSchedule); n != 144 || total != 24*time.Hour-10*time.Minute {
		t.Errorf("decision: %d tries in %s", n, total)
	}
	if n, last := len(merchantcalls.PushSchedule), merchantcalls.PushSchedule[len(merchantcalls.PushSchedule)-1]; n != 6 || last != 4*time.Hour {
		t.Errorf("push: %d waits, the last of %s", n, last)
	}
}

func TestFill(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.test/{order.id}?s={session.id}":         "https://a.test/o%2F1?s=s+1",
		"https://a.test/%7Border.id%7D?s=%7bsession.id%7d": "https://a.test/o%2F1?s=s+1",
		"https://a.test/{other}":                           "https://a.test/{other}",
	} {
		if got := merchantcalls.FillPlaceholders(address, "order.id", "o/1", "session.id", "s 1"); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
