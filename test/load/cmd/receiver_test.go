package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestReceiver(t *testing.T) {
	r := &receiver{taken: map[string]bool{}}
	send := func(id string) *httptest.ResponseRecorder {
		req := httptest.NewRequest(http.MethodPost, "/callback", bytes.NewReader([]byte("{}")))
		req.Header.Set("Webhook-Id", id)
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		return w
	}
	for _, id := range []string{"a", "b", "a"} {
		if w := send(id); w.Code != http.StatusOK {
			t.Errorf("%s: %d", id, w.Code)
		}
	}
	if n, last := r.count(); n != 2 || last.IsZero() {
		t.Errorf("took %d, the last at %s", n, last)
	}
	until := time.Now().Add(time.Hour).Truncate(time.Second)
	r.hold(until)
	w := send("c")
	at, err := http.ParseTime(w.Header().Get("Retry-After"))
	if w.Code != http.StatusServiceUnavailable || err != nil || !at.Equal(until) {
		t.Errorf("held: %d, again at %s, %v", w.Code, at, err)
	}
	if n, last := r.count(); n != 0 || !last.IsZero() {
		t.Errorf("while held took %d, the last at %s", n, last)
	}
	r.hold(time.Time{})
	if send("c"); len(r.taken) != 1 {
		t.Error("what was refused is not taken later")
	}
}
