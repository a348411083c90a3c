package page

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// persons is one test person, who types a code where their name is known.
type persons struct{}

func (persons) Fill(country, scenario string) (hpp.Payer, bool) {
	return hpp.Payer{Email: scenario + "@person.example", GivenName: "Invented", Country: country}, scenario == "approved" || scenario == "declined"
}

func (persons) Code(p hpp.Payer) string {
	if p.GivenName == "Invented" {
		return "424242"
	}
	return ""
}

// serverWithPersons is the pages of a playground whose acquirer has test persons.
func serverWithPersons(f *fake) http.Handler {
	s := serverOf(f, &strings.Builder{})
	s.TestPersons, s.Log = persons{}, slog.New(slog.DiscardHandler)
	mux := web.NewTable()
	s.Mount(mux)
	return mux
}

// A test person is filled in with whatever was chosen before, and nothing is
// stored: the payer may go on typing.
func TestATestPersonIsFilledIn(t *testing.T) {
	f := newFake(hpp.PagePay)
	h := serverWithPersons(f)
	contains(t, get(h, below), `formaction="`+below+`/test" name="test" value="approved"`)
	w := post(h, below+"/test", url.Values{"test": {"declined"}, "email": {"mine@example.com"}, "payment_method_category": {"PAY_LATER"}})
	status(t, w, http.StatusOK)
	contains(t, w, `value="declined@person.example"`, `value="Invented"`, `value="pay_later" data-testid="method-pay_later" checked`)
	if strings.Contains(w.Body.String(), "mine@example.com") {
		t.Error("the page keeps what was typed before")
	}
	if len(f.acts) != 0 {
		t.Errorf("filling in did %v", f.acts)
	}
}

// What is no scenario, and a page without the form, is answered by the page.
func TestATestPersonIsNotFilledInElsewhere(t *testing.T) {
	for step, scenario := range map[hpp.PageState]string{hpp.PagePay: "rich", hpp.PageChallenge: "approved", hpp.PageCompleted: "approved"} {
		f := newFake(step)
		w := post(serverWithPersons(f), below+"/test", url.Values{"test": {scenario}})
		if status(t, w, http.StatusSeeOther); w.Header().Get("Location") != below {
			t.Errorf("%s leads to %q", step, w.Header().Get("Location"))
		}
	}
}

// The code page has a test person's code, and nobody else's.
func TestTheCodeOfATestPersonIsFilledIn(t *testing.T) {
	for name, filled := range map[string]bool{"Invented": true, "Alice": false} {
		f := newFake(hpp.PageChallenge)
		f.visit.Payer.GivenName = name
		w := get(serverWithPersons(f), below)
		if got := strings.Contains(w.Body.String(), `value="424242"`); got != filled {
			t.Errorf("%s: filled in %v", name, got)
		}
	}
}

// Production has no test persons: not on the page, and at no address.
func TestProductionHasNoTestPersons(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	if w := get(h, below); strings.Contains(w.Body.String(), `name="test"`) {
		t.Error("the page offers a test person")
	}
	status(t, post(h, below+"/test", url.Values{"test": {"approved"}}), http.StatusNotFound)
}
