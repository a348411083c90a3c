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
