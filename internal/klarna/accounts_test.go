package klarna_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

func contextOf(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), d)
}

func refusalOf(t *testing.T, err error) *hpp.Refusal {
	t.Helper()
	refusal, ok := errors.AsType[*hpp.Refusal](err)
	if !ok {
		t.Fatalf("%v is no refusal", err)
	}
	return refusal
}

// A payment session belongs to one of a merchant's accounts: the others are asked
// once, and the right one is remembered.
func TestSeveralAccounts(t *testing.T) {
	t.Parallel()
	const read = "GET /payments/v1/sessions/a-b_c"
	u := &server{answers: map[string]answer{"three " + read: {status: 200, body: sessionBody}, "two " + read: {status: 403, body: `{"error_code":"ACCESS_DENIED"}`}}}
	w := client(t, upstream.Klarna, u, login("one"), login("two"), login("three"))
	for i, calls := range []int{3, 1, 1} {
		before := len(u.asked)
		if _, err := (klarna.Payments{Client: w.Client}).Read(t.Context(), "m1", ref); err != nil || len(u.asked)-before != calls {
			t.Errorf("read %d: %v, %d calls, want %d", i, err, len(u.asked)-before, calls)
		}
	}
	if got := w.last(t).Account; got != "three" {
		t.Errorf("asked as %s", got)
	}
}

func TestSeveralAccountsAndFaults(t *testing.T) {
	t.Parallel()
	const read = "GET /payments/v1/sessions/a-b_c"
	wrong, missing, found, broken := answer{status: 401}, answer{status: 404, body: notFound}, answer{status: 200, body: sessionBody}, answer{status: 500}
	for name, c := range map[string]struct {
		one, two answer
		want     string
		calls    int
	}{
		"neither has it":            {missing, missing, "not found", 2},
		"one is wrong, one has it":  {wrong, found, "done", 2},
		"it may be the wrong one's": {wrong, missing, "credentials", 2},
		"the same, the other way":   {missing, wrong, "credentials", 2},
		"unknown ends the search":   {broken, found, "unknown", 1},
	} {
		u := &server{answers: map[string]answer{"one " + read: c.one, "two " + read: c.two}}
		w := client(t, upstream.Klarna, u, login("one"), login("two"))
		if _, err := (klarna.Payments{Client: w.Client}).Read(t.Context(), "m1", ref); outcome(err) != c.want || len(u.asked) != c.calls {
			t.Errorf("%s: %v after %v, want %s after %d", name, err, u.asked, c.want, c.calls)
		}
	}
}

// Checking tells of each account whether its credentials are right, and only
// reads.
func TestCheck(t *testing.T) {
	t.Parallel()
	for kind, path := range map[upstream.Kind]string{upstream.Klarna: "GET /payments/v1/sessions/", upstream.Kustom: "GET /checkout/v3/orders/"} {
		u := &server{}
		w := client(t, kind, u, login("right"), login("wrong"), login("unclear"))
		u.answers = map[string]answer{}
		checked, err := w.Check(t.Context(), "m1")
		if err != nil || len(checked) != 3 || checked[0].Err != nil {
			t.Fatalf("%v, %v", checked, err)
		}
		for _, asked := range u.asked {
			if !strings.HasPrefix(asked, path) || len(asked) != len(path)+36 {
				t.Errorf("%s: asked %s", kind, asked)
			}
		}
	}
}

// byAccount answers by the account alone.
type byAccount map[string]answer

func (b byAccount) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, _, _ := r.BasicAuth()
	w.WriteHeader(b[user].status)
	_, _ = io.WriteString(w, b[user].body)
}

func TestCheckTellsThemApart(t *testing.T) {
	t.Parallel()
	w := client(t, upstream.Klarna, byAccount{"right": {404, notFound, nil}, "wrong": {401, htmlPage, nil}, "unclear": {503, "", nil}, "proxy": {404, htmlPage, nil}},
		login("right"), login("wrong"), login("unclear"), login("proxy"))
	checked, err := w.Check(t.Context(), "m1")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, one := range checked {
		got[one.Label] = outcome(one.Err)
	}
	want := map[string]string{"right": "done", "wrong": "credentials", "unclear": "unknown", "proxy": "unknown"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
