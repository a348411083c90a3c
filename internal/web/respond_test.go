package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteJSON(t *testing.T) {
	w := httptest.NewRecorder()
	WriteJSON(w, http.StatusCreated, map[string]string{"url": "https://shop.example/?a=1&b=<å>"})
	if got, want := w.Body.String(), `{"url":"https://shop.example/?a=1&b=<å>"}`; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
	want := http.Header{
		"Content-Type": {"application/json"}, "Content-Length": {"42"},
		"Cache-Control": {"no-store"}, "X-Content-Type-Options": {"nosniff"},
	}
	if diff := cmp.Diff(want, w.Header()); diff != "" || w.Code != http.StatusCreated {
		t.Errorf("status %d, headers:\n%s", w.Code, diff)
	}
}

// Clients take error_messages for an array, whatever happened.
func TestWriteErrorWithoutMessages(t *testing.T) {
	w := httptest.NewRecorder()
	WriteError(w, httptest.NewRequest(http.MethodGet, "/", nil), http.StatusConflict, "CONFLICT")
	id := w.Header().Get("Klarna-Correlation-Id")
	if got, want := w.Body.String(), `{"error_code":"CONFLICT","error_messages":[],"correlation_id":"`+id+`"}`; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
}

// A body that cannot be encoded is a mistake of ours; Wrap makes it a 500.
func TestWriteJSONUnencodable(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an answer that is no JSON was sent")
		}
	}()
	WriteJSON(httptest.NewRecorder(), http.StatusOK, func() {})
}
