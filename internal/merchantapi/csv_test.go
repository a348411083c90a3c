package merchantapi

import (
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func refuseAll(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusTeapot) }

func rowsOf(rows [][]string, end error) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if end != nil {
			yield(nil, end)
		}
	}
}

func export(t *testing.T, e *Exports, rows iter.Seq2[[]string, error]) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	e.Serve(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), hpp.Authenticated("m1", "Lamps"), []string{"a", "b"}, rows, refuseAll)
	return w
}

// No cell is a formula in anybody's spreadsheet, and none breaks its row.
func TestExportsAreHarmless(t *testing.T) {
	w := export(t, &Exports{}, rowsOf([][]string{{"=HYPERLINK(\"x\")", "+1"}, {"-2", "@a"}, {"\ttab", "\rline"}, {"a,\"b\"\r\nc", "räksmörgås"}, {"", "1-2"}}, nil))
	want := "\ufeffa,b\r\n\"'=HYPERLINK(\"\"x\"\")\",'+1\r\n'-2,'@a\r\n'\ttab,\"'line\"\r\n\"a,\"\"b\"\"\r\nc\",räksmörgås\r\n,1-2\r\n"
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || w.Header().Get("Content-Disposition") != "attachment" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w.Body.String() != want {
		t.Errorf("got  %q\nwant %q", w.Body, want)
	}
	if w := export(t, &Exports{}, rowsOf(nil, nil)); w.Body.String() != "\ufeffa,b\r\n" {
		t.Errorf("nothing: %q", w.Body)
	}
}

// What fails at once is refused; what fails on the way cuts the connection.
func TestExportsThatFail(t *testing.T) {
	if w := export(t, &Exports{}, rowsOf(nil, errors.New("down"))); w.Code != http.StatusTeapot {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	e := &Exports{}
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler { //nolint:errorlint,err113 // a panic's value
				t.Error("half a file looks whole")
			}
		}()
		export(t, e, rowsOf([][]string{{"1", "2"}}, errors.New("down")))
	}()
	if w := export(t, e, rowsOf(nil, nil)); w.Code != http.StatusOK {
		t.Errorf("the next one: %d", w.Code)
	}
}

// One merchant has one export at a time.
func TestOneExportAtATime(t *testing.T) {
	e := &Exports{}
	inside := func(yield func([]string, error) bool) {
		if w := export(t, e, rowsOf(nil, nil)); w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), "running already") {
			t.Errorf("a second one: %d %s", w.Code, w.Body)
		}
		yield([]string{"1", "2"}, nil)
	}
	if w := export(t, e, inside); w.Code != http.StatusOK {
		t.Errorf("%d", w.Code)
	}
}
