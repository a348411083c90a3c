package deliveryapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

func TestDeliveriesAreListed(t *testing.T) {
	w := newWorld(t)
	w.session("a", 3)
	w.deliver()
	w.deliver()
	w.session("b", 2)
	for query, want := range map[string][]string{
		"":                                   {"e-b-2", "e-b-1", "e-a-3", "e-a-2", "e-a-1"},
		"&state=delivered":                   {"e-a-2", "e-a-1"},
		"&state=WAITING,GIVEN_UP":            {"e-b-2", "e-b-1", "e-a-3"},
		"&session_id=a":                      {"e-a-3", "e-a-2", "e-a-1"},
		"&session_id=a&state=WAITING":        {"e-a-3"},
		"&type=session.failed":               nil,
		"&endpoint_id=status_update":         {"e-b-2", "e-b-1", "e-a-3", "e-a-2", "e-a-1"},
		"&endpoint_id=other":                 nil,
		"&created_from=2031-01-01T00:00:00Z": nil,
	} {
		if got := w.listed("m1", query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	if got := w.listed("m2", ""); len(got) != 0 {
		t.Errorf("another merchant lists %v", got)
	}
	for _, query := range []string{"?state=LOST", "?limit=0", "?cursor=x", "?status=WAITING"} {
		if code, text := w.ask("m1", http.MethodGet, list+query); code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", query, code, text)
		}
	}
}

// A delivery shows what was sent and answered, and no secret of anybody.
func TestADeliveryIsDescribed(t *testing.T) {
	w := newWorld(t)
	w.session("a", 1)
	w.must(w.db.Outbox().Retry(t.Context(), w.claim(), epoch.Add(time.Hour), "callback: the receiver answered 500"))
	d := w.describe("e-a-1")
	if d.State != "WAITING" || d.URL != "https://shop.test/cb?sid=•••&secret=•••" || d.NextTryAt != "2030-01-29T12:20:30.000Z" ||
		len(d.Tries) != 1 || d.Tries[0].Body != "ill" || *d.Tries[0].TookMS != 41 || d.Tries[0].Status != 500 {
		t.Errorf("%+v", d)
	}
	if !strings.Contains(string(d.Request.Body), `"authorization_token":"•••"`) || d.Request.Headers["Webhook-Id"] != "e-a-1" ||
		!strings.HasPrefix(d.Request.Curl, "curl -X POST 'https://shop.test/cb?sid=•••&secret=•••' -H 'Content-Type: application/json'") {
		t.Errorf("%+v", d.Request)
	}
	foreign, one := 0, ""
	for _, path := range []string{"/e-a-1.status_update", "/e-none.status_update", "/e-a-1", "/e-a-1.other"} {
		who := "m1"
		if path == "/e-a-1.status_update" {
			who = "m2"
		}
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			target := list + path
			if method == http.MethodPost {
				target += "/retry"
			}
			code, text := w.ask(who, method, target)
			text = text[:strings.Index(text, "correlation_id")]
			if one == "" {
				foreign, one = code, text
			}
			if code != http.StatusNotFound || code != foreign || text != one {
				t.Errorf("%s %s of %s: %d %s", method, target, who, code, text)
			}
		}
	}
}

func TestWhatWaitsIsTriedNowInOrder(t *testing.T) {
	w := newWorld(t)
	w.session("a", 2)
	w.must(w.db.Outbox().Retry(t.Context(), w.claim(), epoch.Add(time.Hour), "ill"))
	w.retry("e-a-2")
	if first := w.deliver(); first.ID != "e-a-1" {
		t.Errorf("%s goes first", first.ID)
	}
	if second := w.deliver(); second.ID != "e-a-2" || !slices.Equal(w.woken, []hpp.JobKind{hpp.JobCallback}) {
		t.Errorf("%s goes second; woken: %v", second.ID, w.woken)
	}
}

func TestWhatWasGivenUpIsTriedAnew(t *testing.T) {
	w := newWorld(t)
	w.session("a", 1)
	w.must(w.db.Outbox().Discard(t.Context(), w.claim(), epoch, "gone"))
	if d := w.describe("e-a-1"); d.State != "GIVEN_UP" || d.Reason != "gone" {
		t.Errorf("%+v", d)
	}
	w.retry("e-a-1")
	w.deliver()
	if d := w.describe("e-a-1"); d.State != "DELIVERED" || len(d.Tries) != 2 || d.DeliveredAt != "2030-01-29T11:20:30.041Z" {
		t.Errorf("%+v", d)
	}
}

// What was delivered goes out again with the bytes that it had, marked; under a
// key once, however often it is asked for.
func TestWhatWasDeliveredIsSentOnceMore(t *testing.T) {
	w := newWorld(t)
	w.session("a", 2)
	first := w.deliver()
	w.deliver()
	w.now = epoch.Add(time.Hour)
	for range 2 {
		w.retry("e-a-1", "Idempotency-Key", "k1")
	}
	again := w.deliver()
	w.retry("e-a-1", "Idempotency-Key", "k1")
	if jobs, err := w.db.Outbox().Claim(t.Context(), string(hpp.JobCallback), w.now, w.now.Add(time.Minute), 1, outbox.Shares{}); err != nil || len(jobs) != 0 {
		t.Errorf("the key has another effect: %v, %v", jobs, err)
	}
	if code, _ := w.ask("m1", http.MethodPost, list+"/e-a-2.status_update/retry", "Idempotency-Key", "k1"); code != http.StatusUnprocessableEntity {
		t.Errorf("the key of another delivery: %d", code)
	}
	var was, is map[string]any
	w.must(json.Unmarshal(first.Payload, &was))
	w.must(json.Unmarshal(again.Payload, &is))
	if again.ID != "e-a-1" || is["body"] != was["body"] || is["url"] != was["url"] || is["replay"] != true || was["replay"] != nil {
		t.Errorf("%v after %v", is, was)
	}
	for range 3 { // without a key, while it waits
		w.retry("e-a-2")
	}
	if d := w.describe("e-a-2"); d.State != "WAITING" {
		t.Errorf("%+v", d)
	}
	w.deliver()
	if d := w.describe("e-a-2"); len(d.Tries) != 2 || d.Tries[1].Number != 2 {
		t.Errorf("%+v", d.Tries)
	}
}

func TestEveryRouteNeedsCredentials(t *testing.T) {
	w := newWorld(t)
	for _, r := range (Server{}).routes() {
		request := httptest.NewRequestWithContext(t.Context(), r.Method, strings.ReplaceAll(r.Path, "{delivery_id}", "e.status_update"), nil)
		recorder := httptest.NewRecorder()
		w.handler.ServeHTTP(recorder, request)
		if recorder.Code != http.StatusUnauthorized {
			t.Errorf("%s %s: %d", r.Method, r.Path, recorder.Code)
		}
	}
}
