package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/jsonfields"
)

func FuzzDecode(f *testing.F) {
	for _, c := range refusals {
		if len(c.body) < 1000 {
			f.Add([]byte(c.body))
		}
	}
	f.Add([]byte(`{"name":"\uD83D\uDE00","amount":25e2,"lines":[{"amount":1.0}],"any":{"a":[null,{}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		read := func(body []byte) (jsonfields.Document, order, error) {
			var into order
			object, err := Decode(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body)), &into)
			return object, into, err
		}
		object, into, err := read(body)
		if err != nil {
			fault, ok := err.(*BodyError) //nolint:errorlint // exactly this type is promised
			if !ok || fault.Status < 400 || fault.Status > 499 || len(fault.Messages) == 0 || !utf8.ValidString(fault.Error()) {
				t.Fatalf("%q: %#v", body, err)
			}
			return
		}
		if !json.Valid(body) || !utf8.Valid(body) {
			t.Fatalf("%q accepted", body)
		}
		// The normal form means the same and is its own normal form.
		text, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		again, intoAgain, err := read(text)
		if err != nil {
			t.Fatalf("%q became %q, which is refused: %v", body, text, err)
		}
		if diff := cmp.Diff(object, again) + cmp.Diff(into, intoAgain, cmp.AllowUnexported(order{})); diff != "" {
			t.Fatalf("%q became %q:\n%s", body, text, diff)
		}
	})
}
