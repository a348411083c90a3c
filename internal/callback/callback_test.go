package callback_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/egress"
	"github.com/openhpp/openhpp/internal/hpp"
)

var at = time.Date(2026, 11, 23, 12, 0, 0, 7_000_000, time.UTC)

func session(status hpp.Status) hpp.Session {
	return hpp.Session{
		ID: "39a1c773", Merchant: "m1", Status: status, UpdatedAt: at, ExpiresAt: at.Add(47 * time.Hour),
		Payment: hpp.PaymentRef{Kind: hpp.KindPayments}, Options: hpp.Options{PlaceOrderMode: hpp.PlaceOrder},
		URLs: hpp.MerchantURLs{StatusUpdate: "https://shop.test/cb?sid={{session_id}}&secret=canary"},
	}
}

func freeze(t *testing.T, s hpp.Session) []byte {
	t.Helper()
	frozen, err := callback.Freeze(s, hpp.Event{ID: "27ba32b0", Seq: 1, Status: s.Status, At: at})
	if err != nil {
		t.Fatal(err)
	}
	return frozen.Payload
}

// The body is the published one: event_id and the read body of that moment.
func TestBody(t *testing.T) {
	completed := session(hpp.Completed)
	completed.Result = hpp.Result{OrderID: "order-1", Reference: "X438HG0Q", Reason: "never told"}
	none := session(hpp.Completed)
	none.Options.PlaceOrderMode, none.Result = hpp.PlaceNone, hpp.Result{AuthorizationToken: "token-1"}
	const times = `"updated_at":"2026-11-23T12:00:00.007Z"`
	const end = `"expires_at":"2026-11-25T11:00:00.007Z"`
	for name, c := range map[string]struct {
		session hpp.Session
		want    string
	}{
		"in progress": {session(hpp.InProgress), `{` + end + `,"session_id":"39a1c773","status":"IN_PROGRESS",` + times + `}`},
		"order":       {completed, `{` + end + `,"klarna_reference":"X438HG0Q","order_id":"order-1","session_id":"39a1c773","status":"COMPLETED",` + times + `}`},
		"token":       {none, `{"authorization_token":"token-1",` + end + `,"session_id":"39a1c773","status":"COMPLETED",` + times + `}`},
	} {
		var kept struct {
			URL  string `json:"url"`
			Body []byte `json:"body"`
		}
		if err := json.Unmarshal(freeze(t, c.session), &kept); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(`{"event_id":"27ba32b0","session":`+c.want+`}`, string(kept.Body)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if kept.URL != "https://shop.test/cb?sid=39a1c773&secret=canary" {
			t.Errorf("%s: address %s", name, kept.URL)
		}
	}
}

// deliver sends one callback to a real listener that answers as told.
func deliver(t *testing.T, secrets [][]byte, answer http.HandlerFunc) error {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	client := egress.New(egress.Config{AllowLoopback: true, AllowHTTP: true})
	t.Cleanup(client.CloseIdleConnections)
	s := session(hpp.InProgress)
	s.URLs.StatusUpdate = server.URL + "/cb?secret=canary"
	d := callback.Deliverer{
		Client: client, Now: func() time.Time { return at },
		Secrets: func(_ context.Context, id hpp.MerchantID) ([][]byte, error) {
			if id != "m1" {
				t.Errorf("secrets of %s were asked for", id)
			}
			return secrets, nil
		},
	}
	_, err := d.Deliver(t.Context(), freeze(t, s))
	return err
}

// Judged by the scheme's own library, with the current secret and with the one
// before.
func TestSignature(t *testing.T) {
	secrets := [][]byte{[]byte("the current secret of 24 bytes"), []byte("the secret before that one!!!")}
	for i, secret := range secrets {
		judge, err := webhooks.NewWebhook("whsec_" + base64.StdEncoding.EncodeToString(secret))
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if err := judge.Verify(body, r.Header); err != nil {
				t.Errorf("secret %d: %v", i, err)
			}
			if err := judge.Verify(append(body, ' '), r.Header); err == nil {
				t.Errorf("secret %d: a changed body is accepted", i)
			}
			if r.Header.Get("webhook-id") != "27ba32b0" || r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("headers %v", r.Header)
			}
		}))
		s := session(hpp.InProgress)
		s.URLs.StatusUpdate = server.URL
		d := callback.Deliverer{
			Client: egress.New(egress.Config{AllowLoopback: true, AllowHTTP: true}), Now: time.Now,
			Secrets: func(context.Context, hpp.MerchantID) ([][]byte, error) { return secrets, nil },
		}
		if _, err := d.Deliver(t.Context(), freeze(t, s)); err != nil {
			t.Errorf("secret %d: %v", i, err)
		}
		server.Close()
	}
}

func TestAnswers(t *testing.T) {
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if len(header) == 2 {
				w.Header().Set(header[0], header[1])
			}
			w.WriteHeader(code)
		}
	}
	const never = time.Duration(-1)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		ok     bool
		after  time.Duration // never: permanent
	}{
		"200":                 {answer: status(200), ok: true},
		"202":                 {answer: status(202), ok: true},
		"204":                 {answer: status(204), ok: true},
		"302 is a failure":    {answer: status(302, "Location", "http://169.254.169.254/")},
		"400":                 {answer: status(400)},
		"404":                 {answer: status(404)},
		"410 wants no more":   {answer: status(410), after: never},
		"500":                 {answer: status(500)},
		"429 with seconds":    {answer: status(429, "Retry-After", "90"), after: 90 * time.Second},
		"503 with a date":     {answer: status(503, "Retry-After", at.Add(time.Hour).Format(http.TimeFormat)), after: time.Hour - 7*time.Millisecond},
		"503 for a year":      {answer: status(503, "Retry-After", "31536000"), after: 24 * time.Hour},
		"503 without end":     {answer: status(503, "Retry-After", "9223372036854775807"), after: 24 * time.Hour},
		"503 with nonsense":   {answer: status(503, "Retry-After", "soon")},
		"503 with a negative": {answer: status(503, "Retry-After", "-5")},
		"cut connection":      {answer: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
	} {
		t.Run(name, func(t *testing.T) {
			err := deliver(t, [][]byte{[]byte("s")}, c.answer)
			if c.ok != (err == nil) {
				t.Fatalf("error %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("%v shows the merchant's secret", err)
			}
			var refused callback.PermanentError
			if errors.As(err, &refused) != (c.after == never) {
				t.Errorf("permanent: %v", err)
			}
			var wait callback.RetryLaterError
			if asked := errors.As(err, &wait); c.after > 0 && (!asked || wait.RetryAfter() != c.after) || c.after == 0 && asked {
				t.Errorf("waits %v (%v), want %s", wait, err, c.after)
			}
		})
	}
}

func TestUnreadablePayloadIsDiscarded(t *testing.T) {
	for _, payload := range []string{"", "{", `{"url":"http://[::1"}`, "null"} {
		d := callback.Deliverer{Now: time.Now, Secrets: secret, Client: nobody{}}
		_, err := d.Deliver(t.Context(), []byte(payload))
		var refused callback.PermanentError
		if payload != "null" && !errors.As(err, &refused) || err == nil {
			t.Errorf("%q: %v", payload, err)
		}
	}
}

type nobody struct{}

func (nobody) Do(*http.Request, time.Duration) (*http.Response, error) {
	return nil, errors.New("nobody there")
}

func TestSchedules(t *testing.T) {
	var total time.Duration
	for _, wait := range callback.Schedule {
		total += wait
	}
	if len(callback.PublishedSchedule) != 4 || total < 75*time.Hour || total > 77*time.Hour {
		t.Errorf("%d quick tries, %s in all", len(callback.PublishedSchedule), total)
	}
}
