package page

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestTheReceiptIsSent(t *testing.T) {
	f := newFake(hpp.PageCompleted)
	h, _ := server(f)
	contains(t, get(h, below), `action="`+below+`/receipt"`, `data-testid="receipt-send"`, `autocomplete="email"`)
	w := post(h, below+"/receipt", url.Values{"email": {" kim@shop.example "}})
	if status(t, w, http.StatusSeeOther); w.Header().Get("Location") != below+"?receipt=sent" {
		t.Errorf("leads to %q", w.Header().Get("Location"))
	}
	contains(t, get(h, below+"?receipt=sent"), "usually arrives within a minute")
	if diff := cmp.Diff([]string{"receipt to kim@shop.example"}, f.visitors.acts); diff != "" {
		t.Error(diff)
	}
}

// What cannot be sent is said at the field, which keeps what was typed.
func TestAReceiptThatIsNotSent(t *testing.T) {
	for code, want := range map[hpp.Code]struct {
		status int
		text   string
	}{
		hpp.CodeConstraint:  {http.StatusUnprocessableEntity, "Enter an e-mail address such as"},
		hpp.CodeBlacklisted: {http.StatusUnprocessableEntity, "Nothing can be sent to this address"},
		hpp.CodeTooMany:     {http.StatusTooManyRequests, "Print the page instead"},
	} {
		f := newFake(hpp.PageCompleted)
		f.visitors.err = &hpp.Error{Code: code}
		h, _ := server(f)
		w := post(h, below+"/receipt", url.Values{"email": {"kim@"}})
		status(t, w, want.status)
		contains(t, w, want.text, `value="kim@"`, `aria-describedby="email-error"`, `data-outcome="completed"`)
	}
}

func TestOnlyACompletedPageSendsAReceipt(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.visitors.err = hpp.ErrClosed
	h, _ := server(f)
	w := post(h, below+"/receipt", url.Values{"email": {"kim@shop.example"}})
	if status(t, w, http.StatusSeeOther); w.Header().Get("Location") != below {
		t.Errorf("leads to %q", w.Header().Get("Location"))
	}
}
