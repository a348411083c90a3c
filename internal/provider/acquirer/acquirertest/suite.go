package acquirertest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/provider/acquirer"
)

// Cases are payers whose results are known at an acquirer, each with a key of
// its own.
type Cases struct {
	Approved acquirer.Authorization
	Declined acquirer.Authorization
	// Code answers a challenge; empty: nobody is challenged.
	Code string
}

// Run checks an acquirer.
func Run(t *testing.T, open func(*testing.T) (acquirer.Acquirer, Cases)) {
	for name, check := range map[string]func(*testing.T, acquirer.Acquirer, Cases){
		"authorizations repeat": authorizationsRepeat,
		"movements repeat":      movementsRepeat,
		"movements have keys":   movementsHaveKeys,
	} {
		t.Run(name, func(t *testing.T) {
			a, cases := open(t)
			check(t, a, cases)
		})
	}
}

// authorize brings an authorization to its end, through the challenge.
func authorize(t *testing.T, a acquirer.Acquirer, question acquirer.Authorization, code string) acquirer.Verdict {
	t.Helper()
	verdict, err := a.Authorize(t.Context(), question)
	if err == nil && verdict.Result == acquirer.Challenged {
		question.Code = code
		verdict, err = a.Authorize(t.Context(), question)
	}
	if err != nil || !verdict.Result.Definite() {
		t.Fatalf("%+v, %v: no definite answer", verdict, err)
	}
	return verdict
}

// authorizationsRepeat: an answer is complete, and the same for ever.
func authorizationsRepeat(t *testing.T, a acquirer.Acquirer, cases Cases) {
	approved, declined := authorize(t, a, cases.Approved, cases.Code), authorize(t, a, cases.Declined, cases.Code)
	if approved.Result != acquirer.Approved || approved.Reference == "" {
		t.Errorf("approved: %+v", approved)
	}
	if declined.Result != acquirer.Declined || declined.Reason == "" || declined.Reference != "" {
		t.Errorf("declined: %+v", declined)
	}
	for want, question := range map[acquirer.Verdict]acquirer.Authorization{approved: cases.Approved, declined: cases.Declined} {
		question.Code = cases.Code
		again, err := a.Authorize(t.Context(), question)
		if diff := cmp.Diff(want, again); diff != "" || err != nil {
			t.Errorf("asked again: %v (-first +again)\n%s", err, diff)
		}
	}
}

type move = func(*testing.T, acquirer.Movement) acquirer.Outcome

// moves are the movements of an acquirer.
func moves(a acquirer.Acquirer) map[string]move {
	definite := func(t *testing.T, outcome acquirer.Outcome, err error) acquirer.Outcome {
		t.Helper()
		if err != nil || !outcome.Result.Definite() {
			t.Fatalf("%+v, %v: no definite answer", outcome, err)
		}
		return outcome
	}
	return map[string]move{
		"capture": func(t *testing.T, m acquirer.Movement) acquirer.Outcome {
			outcome, err := a.Capture(t.Context(), m)
			return definite(t, outcome, err)
		},
		"refund": func(t *testing.T, m acquirer.Movement) acquirer.Outcome {
			outcome, err := a.Refund(t.Context(), m)
			return definite(t, outcome, err)
		},
		"void": func(t *testing.T, m acquirer.Movement) acquirer.Outcome {
			outcome, err := a.Void(t.Context(), m)
			return definite(t, outcome, err)
		},
	}
}

func movementOf(cases Cases, verdict acquirer.Verdict, key string, amount int64) acquirer.Movement {
	return acquirer.Movement{
		Key: key, Merchant: cases.Approved.Merchant, Reference: verdict.Reference, Currency: cases.Approved.Currency, Amount: amount,
	}
}

// movementsRepeat: the same key is the same movement.
func movementsRepeat(t *testing.T, a acquirer.Acquirer, cases Cases) {
	verdict := authorize(t, a, cases.Approved, cases.Code)
	all, half := moves(a), cases.Approved.Amount/2
	for _, step := range []string{"capture", "refund", "void"} {
		m := movementOf(cases, verdict, step, half)
		first := all[step](t, m)
		if first.Result != acquirer.Approved {
			t.Errorf("%s: %+v", step, first)
		}
		for range 3 {
			if diff := cmp.Diff(first, all[step](t, m)); diff != "" {
				t.Errorf("%s again (-first +again)\n%s", step, diff)
			}
		}
	}
}

// movementsHaveKeys: another key is another movement, of any amount that is
// left.
func movementsHaveKeys(t *testing.T, a acquirer.Acquirer, cases Cases) {
	verdict := authorize(t, a, cases.Approved, cases.Code)
	capture := moves(a)["capture"]
	for key, amount := range map[string]int64{"one": 1, "two": 2} {
		if outcome := capture(t, movementOf(cases, verdict, key, amount)); outcome.Result != acquirer.Approved {
			t.Errorf("capture of %d: %+v", amount, outcome)
		}
	}
}
