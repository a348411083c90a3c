package page

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const posterPath = "/eu/hpp/payments/" + qrs + "/poster"

func TestPosterLeadsToThePage(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := get(h, posterPath)
	if w.Code != http.StatusOK || len(f.acts) > 0 {
		t.Errorf("%d, acts %v", w.Code, f.acts)
	}
	contains(t, w, "Scan to pay", "2\u00a0500,00\u00a0kr", "pay.example.com", `src="/eu/hpp/payments/`+qrs+`/qr?size=512"`)
	// A poster is for everybody to see, but the link is in the code alone.
	if strings.Contains(w.Body.String(), token) || strings.Contains(w.Body.String(), "<form") {
		t.Error("the poster gives the payer's link away")
	}
}

func TestPosterOfWhatIsOver(t *testing.T) {
	for step, want := range map[hpp.PageState]int{
		hpp.PagePay: http.StatusOK, hpp.PageChallenge: http.StatusOK, hpp.PageChecking: http.StatusOK,
		hpp.PageCompleted: http.StatusSeeOther, hpp.PageExpired: http.StatusSeeOther, hpp.PageDisabled: http.StatusSeeOther,
	} {
		h, _ := server(newFake(step))
		w := get(h, posterPath)
		if w.Code != want || (want == http.StatusSeeOther) != (w.Header().Get("Location") == below) {
			t.Errorf("%s: %d to %q", step, w.Code, w.Header().Get("Location"))
		}
	}
	h, _ := server(newFake(hpp.PagePay))
	if w := get(h, below+"/poster"); w.Code != http.StatusNotFound {
		t.Errorf("the payer's own link makes a poster: %d", w.Code)
	}
}
