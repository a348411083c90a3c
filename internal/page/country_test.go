package page

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The choice of a country comes when it is asked for, without a script, and
// nothing typed is lost over it.
func TestAnotherCountryIsAskedFor(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := get(h, below)
	contains(t, w, `form="form" formaction="`+below+`/country">Country: Sweden</button>`, `<input type="hidden" name="country" value="SE"`)
	w = post(h, below+"/country", changed("email", "half", "city", ""))
	status(t, w, http.StatusOK)
	contains(t, w, `<select id="country" name="country"`, `value="NO"`, `value="half"`, `class="more" open`, "autofocus")
	if strings.Contains(w.Body.String(), `role="alert"`) || len(f.acts) != 0 {
		t.Errorf("a form that nobody sent yet is judged: %v", f.acts)
	}
	f.visit.State = hpp.PageChallenge
	status(t, post(h, below+"/country", changed()), http.StatusSeeOther)
}
