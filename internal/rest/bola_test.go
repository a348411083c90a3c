package rest

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
)

// target fills a route's path.
func target(r merchantapi.Route, id string) *http.Request {
	request := httptest.NewRequest(r.Method, strings.NewReplacer("{session_id}", id, "{profile_id}", id, "{number}", "1").Replace(r.Path), strings.NewReader(minimal))
	request.Header.Set("Content-Type", "application/json")
	return request
}

// Every route asks for credentials before anything else.
func TestEveryRouteNeedsCredentials(t *testing.T) {
	for _, r := range (Server{}).routes() {
		for name, header := range map[string]string{
			"none": "", "wrong": basicAuth("m3"), "no colon": "Basic bTE=", "bearer": "Bearer m1", "another session's id": "Basic V0FJVElORw==",
		} {
			t.Run(r.Method+" "+r.Path+" "+name, func(t *testing.T) {
				f := newFake()
				request := target(r, "WAITING")
				request.Header.Set("Authorization", header)
				w := call(t, served(f, &bytes.Buffer{}), request, false)
				if w.Code != http.StatusUnauthorized || !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Basic ") {
					t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
				}
				if f.creator.ID() != "" || len(f.disabled) > 0 {
					t.Error("the core was asked")
				}
			})
		}
	}
}

// Another merchant's session must answer exactly like one that never was, on
// every route that names a session.
func TestForeignSessionsReadAsUnknown(t *testing.T) {
	checked := 0
	for _, r := range (Server{}).routes() {
		if !strings.Contains(r.Path, "_id}") || r.Method == http.MethodPut { // one may make any id one's own
			continue
		}
		checked++
		t.Run(r.Method+" "+r.Path, func(t *testing.T) {
			answers := map[string]*httptest.ResponseRecorder{}
			for name, c := range map[string]struct{ who, id string }{
				"unknown": {"m1", "no-such-session"}, "foreign": {"m1", "foreign"}, "the other way": {"m2", "WAITING"},
				"completed": {"m2", "COMPLETED"}, "SQL": {"m1", "foreign'%20OR%20'1'='1"}, "NUL": {"m1", "foreign%00"}, "dots": {"m1", "foreign%2F..%2FWAITING"},
			} {
				f := newFake()
				f.profiles = map[string]hpp.Profile{"foreign": {ID: "foreign", Merchant: "m2"}, "WAITING": {ID: "WAITING", Merchant: "m1"}, "COMPLETED": {ID: "COMPLETED", Merchant: "m1"}}
				request := target(r, c.id)
				request.Header.Set("Authorization", basicAuth(c.who))
				answers[name] = call(t, served(f, &bytes.Buffer{}), request, false)
				if len(f.disabled) > 0 || len(f.handed) > 0 || len(f.profiles) != 3 {
					t.Errorf("%s: disabled %v, handed over %v, profiles %v", name, f.disabled, f.handed, f.profiles)
				}
			}
			want := masked(answers["unknown"])
			if answers["unknown"].Code != http.StatusNotFound {
				t.Errorf("unknown answers %d", answers["unknown"].Code)
			}
			for name, w := range answers {
				if diff := cmp.Diff(want, masked(w)); diff != "" {
					t.Errorf("%s can be told from an unknown one:\n%s", name, diff)
				}
			}
		})
	}
	if checked != 15 {
		t.Errorf("%d routes name something", checked)
	}
}

// A merchant that is disabled makes nothing new, and still reads and ends what
// there is.
func TestClosedSales(t *testing.T) {
	for _, r := range (Server{}).routes() {
		sale := r.Method == http.MethodPost && !slices.ContainsFunc([]string{"/manual-id-check", "/reopen", "/disable"}, func(end string) bool { return strings.HasSuffix(r.Path, end) })
		t.Run(r.Method+" "+r.Path, func(t *testing.T) {
			f := newFake()
			mux := web.NewTable()
			Server{Sessions: f, Lists: f, Stories: storied{f}, HandLinks: f, Distributions: f, Profiles: f, Preview: f, Links: links, Now: func() time.Time { return epoch }, Verify: verify,
				Selling: func(context.Context, hpp.MerchantID) (bool, error) { return false, nil }}.Mount(mux)
			request := target(r, "WAITING")
			request.Header.Set("Authorization", basicAuth("m1"))
			answer := httptest.NewRecorder()
			mux.ServeHTTP(answer, request)
			if (answer.Code == http.StatusForbidden) != sale || sale && !strings.Contains(answer.Body.String(), `"NOT_ALLOWED"`) {
				t.Errorf("%d %s", answer.Code, answer.Body)
			}
		})
	}
}
