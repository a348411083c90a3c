package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
)

// Every code of the core has its status; a new one fails here until it has.
func TestErrorStatuses(t *testing.T) {
	const internal = "Something went wrong on our side; the correlation id names this request"
	for name, c := range map[string]struct {
		err    error
		status int
		want   web.Envelope
		retry  string
		logged string
	}{
		"bad request":     {&hpp.Error{Code: hpp.CodeBadRequest, Messages: []string{"m"}}, 400, web.Envelope{Code: "BAD_REQUEST", Messages: []string{"m"}}, "", ""},
		"bad value":       {&hpp.Error{Code: hpp.CodeBadValue, Messages: []string{"m", "n"}}, 400, web.Envelope{Code: "BAD_VALUE", Messages: []string{"m", "n"}}, "", ""},
		"wrapped":         {fmt.Errorf("create: %w", hpp.ErrNotFound), 404, web.Envelope{Code: "NOT_FOUND", Messages: []string{"Session not found"}}, "", ""},
		"conflict":        {hpp.ErrBusy, 409, web.Envelope{Code: "CONFLICT", Messages: []string{"A payment is being processed"}}, "1", ""},
		"key reused":      {hpp.ErrKeyReused, 422, web.Envelope{Code: "IDEMPOTENCY_KEY_REUSED", Messages: []string{"The idempotency key was used for a different request"}}, "", ""},
		"unavailable":     {&hpp.Error{Code: hpp.CodeUnavailable, Messages: []string{"m"}}, 503, web.Envelope{Code: "TEMPORARILY_UNAVAILABLE", Messages: []string{"m"}}, "5", "TEMPORARILY_UNAVAILABLE: m"},
		"unknown code":    {&hpp.Error{Code: "NEW", Messages: []string{"m"}}, 500, web.Envelope{Code: "INTERNAL_SERVER_ERROR", Messages: []string{internal}}, "", "NEW: m"},
		"untyped":         {errors.New("table sessions is gone"), 500, web.Envelope{Code: "INTERNAL_SERVER_ERROR", Messages: []string{internal}}, "", "table sessions is gone"},
		"out of time":     {context.DeadlineExceeded, 503, web.Envelope{Code: "TEMPORARILY_UNAVAILABLE", Messages: []string{"The request could not be finished in time; try again"}}, "5", "deadline"},
		"body of another": {&web.BodyError{Status: 400, Code: "BAD_VALUE", Messages: []string{"m"}}, 400, web.Envelope{Code: "BAD_VALUE", Messages: []string{"m"}}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, log := newFake(), &bytes.Buffer{}
			f.err = c.err
			w := call(t, served(f, log), post("/hpp/v1/sessions", minimal), true)
			checkEnvelope(t, w, c.status, c.want)
			if got := w.Header().Get("Retry-After"); got != c.retry {
				t.Errorf("Retry-After %q, want %q", got, c.retry)
			}
			if got := strings.Count(log.String(), `"level":"ERROR"`); (got == 1) != (c.logged != "") || got > 1 {
				t.Errorf("%d errors logged: %s", got, log)
			}
			if !strings.Contains(log.String(), c.logged) || !strings.Contains(log.String(), w.Header().Get("Klarna-Correlation-Id")) {
				t.Errorf("log: %s", log)
			}
		})
	}
}

func TestEveryCodeHasAStatus(t *testing.T) {
	for _, code := range []hpp.Code{hpp.CodeBadRequest, hpp.CodeBadValue, hpp.CodeNotFound, hpp.CodeNotAllowed, hpp.CodeConflict,
		hpp.CodeKeyReused, hpp.CodeNotImplemented, hpp.CodeUnavailable} {
		if merchantapi.Statuses[code] < 400 {
			t.Errorf("%s has the status %d", code, merchantapi.Statuses[code])
		}
	}
}

func TestMissingPathsAndMethods(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		want         web.Envelope
		allow        string
	}{
		{"GET", "/hpp/v1/sessions", 405, web.Envelope{Code: "METHOD_NOT_ALLOWED", Messages: []string{"This address takes POST"}}, "POST"},
		{"PATCH", "/hpp/v1/sessions/WAITING", 405, web.Envelope{Code: "METHOD_NOT_ALLOWED", Messages: []string{"This address takes DELETE, GET, HEAD"}}, "DELETE, GET, HEAD"},
		{"GET", "/hpp/v1/sessions/WAITING/distribution", 405, web.Envelope{Code: "METHOD_NOT_ALLOWED", Messages: []string{"This address takes POST"}}, "POST"},
		{"GET", "/hpp/v1/sessions/WAITING/status", 404, web.Envelope{Code: "NOT_FOUND", Messages: []string{"There is nothing at this address"}}, ""},
		{"GET", "/hpp/v2/sessions/WAITING", 404, web.Envelope{Code: "NOT_FOUND", Messages: []string{"There is nothing at this address"}}, ""},
	} {
		r := httptest.NewRequest(c.method, c.path, nil)
		r.Header.Set("Authorization", basicAuth("m1"))
		r.Header.Set("X-HTTP-Method-Override", http.MethodDelete)
		w := httptest.NewRecorder()
		f := newFake()
		served(f, &bytes.Buffer{}).ServeHTTP(w, r)
		checkEnvelope(t, w, c.status, c.want)
		if w.Header().Get("Allow") != c.allow || len(f.disabled) > 0 {
			t.Errorf("%s %s: Allow %q, disabled %v", c.method, c.path, w.Header().Get("Allow"), f.disabled)
		}
	}
}
