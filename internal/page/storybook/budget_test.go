package storybook

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page/assets"
)

// The budgets of a page, in bytes as sent: what comes before the first paint,
// that of the page that is paid on, and a whole purchase with everything it
// loads.
const (
	firstBudget = 14 << 10
	payBudget   = 7 << 10
	flowBudget  = 22 << 10
)

func packed(t *testing.T, html string) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, html); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func TestByteBudgets(t *testing.T) {
	files := 0
	for _, name := range []string{assets.Script, assets.Icon} {
		r := httptest.NewRequest(http.MethodGet, assets.Prefix+name, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		if !assets.Serve(w, r, name) || w.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s is not served small", name)
		}
		files += w.Body.Len()
	}
	largest := 0
	for name, html := range pages(t) {
		size := packed(t, html)
		largest = max(largest, size)
		if size > firstBudget {
			t.Errorf("%s takes %d bytes", name, size)
		}
	}
	for _, lang := range locale.Languages() {
		all := pages(t)
		flow := files + packed(t, all["pay."+lang]) + packed(t, all["challenge."+lang]) + packed(t, all["completed."+lang])
		for _, story := range []string{"pay", "pay-unknown"} {
			if first := packed(t, all[story+"."+lang]); first > payBudget {
				t.Errorf("%s in %s takes %d bytes", story, lang, first)
			}
		}
		if flow > flowBudget {
			t.Errorf("a purchase in %s takes %d bytes", lang, flow)
		}
		t.Logf("%s: %d bytes first, %d in all", lang, packed(t, all["pay."+lang]), flow)
	}
	t.Logf("the largest page takes %d bytes", largest)
}
