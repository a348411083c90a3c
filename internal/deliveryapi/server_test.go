package deliveryapi

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/web"
)

var epoch = time.Date(2030, 1, 29, 11, 20, 30, 0, time.UTC)

var judge = sync.OnceValues(func() (routers.Router, error) {
	doc, err := openapi3.NewLoader().LoadFromFile("../../api/openhpp.yaml")
	if err != nil {
		return nil, err
	}
	doc.Servers = nil // any host
	return gorillamux.NewRouter(doc)
})

// world is the API on a real store.
type world struct {
	*testing.T
	db      *sqlite.DB
	handler http.Handler
	now     time.Time
	woken   []hpp.JobKind
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{T: t, db: db, now: epoch}
	table := web.NewTable()
	Server{
		Deliveries: delivery.Service{
			Store: db.Deliveries(), Jobs: db.Outbox(), Sessions: db.Sessions(), Repeat: callback.Repeat,
			Wake: func(kinds ...hpp.JobKind) { w.woken = append(w.woken, kinds...) }, Now: func() time.Time { return w.now },
		},
		Headers: callback.Headers,
		Verify: func(_ context.Context, username, password string) (hpp.Merchant, error) {
			if username != password {
				return hpp.Merchant{}, web.ErrUnauthorized
			}
			return hpp.Authenticated(hpp.MerchantID(username), "Shop"), nil
		},
	}.Mount(table)
	w.handler = web.LogRequests(web.API(table.ServeMux, http.NotFoundHandler(), "/openhpp/"), slog.New(slog.DiscardHandler), nil)
	return w
}

// session stores a session of m1 with so many events about which it is called.
func (w *world) session(id string, events int) {
	w.Helper()
	s := hpp.Session{ID: hpp.SessionID(id), Merchant: "m1", Status: hpp.Waiting, CreatedAt: epoch, ExpiresAt: epoch.Add(time.Hour)}
	s.Payment, s.Options.PlaceOrderMode = hpp.PaymentRef{Kind: hpp.KindPayments}, hpp.PlaceNone
	s.URLs.StatusUpdate = "https://shop.test/cb?sid={{session_id}}&secret=canary"
	if _, err := w.db.Sessions().Insert(w.Context(), s, []byte(id), nil, hpp.IdempotencyKey{}); err != nil {
		w.Fatal(err)
	}
	_, err := w.db.Sessions().Update(w.Context(), s.ID, func(s *hpp.Session) (c hpp.Change, _ error) {
		for i := range events {
			e := hpp.Event{ID: fmt.Sprint("e-", id, "-", i+1), Seq: int64(i + 1), Status: hpp.Completed, At: epoch}
			s.Status, s.Result.AuthorizationToken = hpp.Completed, "canary-token"
			frozen, err := callback.Freeze(*s, e)
			if err != nil {
				return c, err
			}
			c.Published = append(c.Published, hpp.MerchantEvent{ID: e.ID, Type: e.PublishedType(), Seq: e.Seq, At: e.At, URL: frozen.URL, Body: frozen.Body})
			c.Jobs = append(c.Jobs, hpp.Job{ID: e.ID, Kind: hpp.JobCallback, Seq: e.Seq, Due: epoch, Payload: frozen.Payload})
		}
		return c, nil
	})
	if err != nil {
		w.Fatal(err)
	}
}

// claim takes the one job that is due.
func (w *world) claim() outbox.Job {
	w.Helper()
	jobs, err := w.db.Outbox().Claim(w.Context(), string(hpp.JobCallback), w.now, w.now.Add(time.Minute), 1, outbox.Shares{})
	if err != nil || len(jobs) != 1 {
		w.Fatalf("%d jobs, %v", len(jobs), err)
	}
	jobs[0].Try = &outbox.Try{Endpoint: hpp.StatusUpdate, Result: "status", Status: 500, Body: "ill", At: w.now, Took: 41 * time.Millisecond}
	return jobs[0]
}

func (w *world) deliver() outbox.Job {
	w.Helper()
	job := w.claim()
	job.Try.Result, job.Try.Status = "ok", 204
	w.must(w.db.Outbox().Done(w.Context(), job))
	return job
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// ask calls as a merchant and holds the answer against the contract.
func (w *world) ask(who, method, path string, header ...string) (int, string) {
	w.Helper()
	r := httptest.NewRequestWithContext(w.Context(), method, path, nil)
	r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(who+":"+who)))
	if len(header) == 2 {
		r.Header.Set(header[0], header[1])
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	router, err := judge()
	w.must(err)
	route, parameters, err := router.FindRoute(r)
	w.must(err)
	options := &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route, Options: options},
		Status:                 recorder.Code, Header: recorder.Header(), Options: options,
	}
	out.SetBodyBytes(recorder.Body.Bytes())
	if err := openapi3filter.ValidateResponse(w.Context(), out); err != nil {
		w.Errorf("%s %s: the answer %d breaks the contract: %v\n%s", method, path, recorder.Code, err, recorder.Body)
	}
	return recorder.Code, recorder.Body.String()
}

// listed are the ids of a whole list, page by page.
func (w *world) listed(who, query string) (ids []string) {
	w.Helper()
	cursor := ""
	for range 20 {
		code, text := w.ask(who, http.MethodGet, list+"?limit=2"+query+cursor)
		var page listBody
		if err := json.Unmarshal([]byte(text), &page); err != nil || code != http.StatusOK || strings.Contains(text, "canary") || strings.Contains(text, `"ill"`) {
			w.Fatalf("%d %s %v", code, text, err)
		}
		for _, d := range page.Deliveries {
			ids = append(ids, d.EventID)
		}
		if page.Next == "" {
			return ids
		}
		cursor = "&cursor=" + page.Next
	}
	w.Fatal("the list never ends")
	return nil
}

// describe reads one delivery.
func (w *world) describe(event string) (d deliveryBody) {
	w.Helper()
	code, text := w.ask("m1", http.MethodGet, list+"/"+event+".status_update")
	if err := json.Unmarshal([]byte(text), &d); err != nil || code != http.StatusOK || strings.Contains(text, "canary") {
		w.Fatalf("%d %s %v", code, text, err)
	}
	return d
}

func (w *world) retry(event string, header ...string) {
	w.Helper()
	if code, text := w.ask("m1", http.MethodPost, list+"/"+event+".status_update/retry", header...); code != http.StatusAccepted {
		w.Fatalf("%d %s", code, text)
	}
}

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
