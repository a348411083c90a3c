package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// watchedLogin is a login whose failures are watched.
type watchedLogin struct {
	handler http.Handler
	log     bytes.Buffer
	counts  map[string]int
}

func watched() *watchedLogin {
	d := &watchedLogin{counts: map[string]int{}}
	watch := WatchPasswords(slog.New(slog.NewJSONHandler(&d.log, nil)), func(reason string) { d.counts[reason]++ }, []byte("key"))
	d.handler = watch.Watch(onePair())
	return d
}

// call tries a header's value from an address.
func (d *watchedLogin) call(remote, header string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", http.NoBody)
	r.RemoteAddr = remote
	if header != "" {
		r.Header.Set("Authorization", header)
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

func (d *watchedLogin) records(t *testing.T) []map[string]any {
	t.Helper()
	var all []map[string]any
	for text := range strings.Lines(d.log.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}

const (
	attacker     = "198.51.100.7:1000"
	neighbour    = "198.51.100.200:9"
	otherNetwork = "203.0.113.7:1000"
)

// A flood of wrong passwords is slowed down; the right one passes from the very
// same network, and other networks notice nothing.
func TestWrongPasswordsMeetALimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := watched()
		right, wrong := basic("lamps:pass:word"), basic("lamps:guess")
		for i := range WrongTries {
			if w := d.call(attacker, wrong); w.Code != http.StatusUnauthorized {
				t.Fatalf("try %d: %d", i+1, w.Code)
			}
		}
		for name, header := range map[string]string{"one more": wrong, "another user": basic("chairs:x"), "no such header": "Bearer x", "no text": "Basic %%%"} {
			w := d.call(neighbour, header)
			again, err := strconv.Atoi(w.Header().Get("Retry-After"))
			if w.Code != http.StatusTooManyRequests || err != nil || again < 1 || again > 5 || !strings.Contains(w.Body.String(), "at most 50 in 5 seconds") {
				t.Errorf("%s: %d %v %s", name, w.Code, w.Header(), w.Body)
			}
		}
		if w := d.call(attacker, right); w.Code != http.StatusOK {
			t.Errorf("the merchant is locked out: %d", w.Code)
		}
		if w := d.call(otherNetwork, wrong); w.Code != http.StatusUnauthorized {
			t.Errorf("another network: %d", w.Code)
		}
		if w := d.call(attacker, ""); w.Code != http.StatusUnauthorized {
			t.Errorf("no credentials: %d", w.Code)
		}
		<-time.After(WrongSpan)
		if w := d.call(attacker, wrong); w.Code != http.StatusUnauthorized {
			t.Errorf("after the span: %d", w.Code)
		}
		want := map[string]int{"wrong": WrongTries + 2, "limited": 4, "missing": 1}
		if diff := cmp.Diff(want, d.counts); diff != "" {
			t.Errorf("counted, -want +got:\n%s", diff)
		}
	})
}

// The evidence recognizes a user without naming one, and has no password.
func TestWrongPasswordsLeaveEvidence(t *testing.T) {
	d := watched()
	for _, pair := range []string{"lamps:secret-guess", "lamps:other-guess", "chairs:secret-guess"} {
		d.call(attacker, basic(pair))
	}
	d.call(attacker, "Bearer secret-token")
	d.call(attacker, "")
	records := d.records(t)
	if len(records) != 4 {
		t.Fatalf("%d records, want 4:\n%s", len(records), d.log.String())
	}
	for i, want := range []string{"wrong", "wrong", "wrong", "malformed"} {
		r := records[i]
		if r["event"] != "auth.failed" || r["level"] != "WARN" || r["reason"] != want || r["client"] != "198.51.100.0/24" || r["tries"] != float64(i+1) {
			t.Errorf("record %d: %v", i, r)
		}
		if _, ok := r["correlation_id"]; !ok {
			t.Errorf("record %d has no correlation id: %v", i, r)
		}
	}
	if first := records[0]["user"]; first == nil || first != records[1]["user"] || first == records[2]["user"] {
		t.Errorf("users: %v, %v, %v", records[0]["user"], records[1]["user"], records[2]["user"])
	}
	for _, secret := range []string{"lamps", "chairs", "guess", "secret", "198.51.100.7"} {
		if strings.Contains(d.log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}

// Guessing cannot fill the log, and its size is still to be read there.
func TestAFloodOfWrongPasswordsIsSummedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := watched()
		for i := range 5000 {
			d.call(attacker, basic(fmt.Sprintf("user-%d:x", i)))
		}
		records := d.records(t)
		if last := records[len(records)-1]["tries"]; len(records) > 40 || last != 4096.0 {
			t.Errorf("%d records of 5000 failures, the last after %v", len(records), last)
		}
		<-time.After(recordSpan)
		if d.call(attacker, basic("lamps:x")); len(d.records(t)) != len(records)+1 {
			t.Error("a minute later a failure leaves no record")
		}
	})
}

// A store that is down is not a wrong password.
func TestAFaultIsNoFailedAuthentication(t *testing.T) {
	d := watched()
	if w := d.call(attacker, basic("down:x")); w.Code != http.StatusInternalServerError {
		t.Errorf("%d", w.Code)
	}
	if len(d.counts) != 0 {
		t.Errorf("counted %v", d.counts)
	}
}

func TestCounterIsBounded(t *testing.T) {
	c, now := newCounter(time.Hour, 100), time.Now()
	for i := range 10_000 {
		c.add(strconv.Itoa(i), now)
	}
	if len(c.counts) > 100 {
		t.Errorf("%d keys", len(c.counts))
	}
}
