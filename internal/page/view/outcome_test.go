package view

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const merchant = "https://shop.example.com/"

var steps = map[hpp.PageState]hpp.Status{
	hpp.PageChecking: hpp.InProgress, hpp.PageCompleted: hpp.Completed, hpp.PageFailed: hpp.Failed,
	hpp.PageError: hpp.Errored, hpp.PageCancelled: hpp.Cancelled, hpp.PageDisabled: hpp.Disabled, hpp.PageExpired: hpp.Waiting,
}

func TestEveryOutcomeSaysTheFourThings(t *testing.T) {
	for _, lang := range []string{"en", "sv"} {
		for step, status := range steps {
			for _, to := range []string{"", merchant} {
				v := visited(step, status)
				v.Purchase.Locale, v.RedirectURL = lang, to
				o := ForOutcome(v, here).Outcome
				if o.Name != string(step) {
					t.Errorf("%s calls itself %q", step, o.Name)
				}
				for part, text := range map[string]string{"heading": o.Heading, "what": o.What, "money": o.Money, "next": o.Next, "reference": o.Reference} {
					if text == "" {
						t.Errorf("%s, %s, to %q: no %s", lang, step, to, part)
					}
				}
			}
		}
	}
}

// No outcome takes anybody anywhere; each has a button where there is an address.
func TestNoOutcomeLeavesByItself(t *testing.T) {
	for _, step := range []hpp.PageState{hpp.PageCompleted, hpp.PageFailed, hpp.PageError, hpp.PageCancelled, hpp.PageExpired, hpp.PageDisabled, hpp.PageChecking} {
		for to, shown := range map[string]Address{merchant: merchant, "myapp://paid?x=1": "myapp://paid?x=1", "": "", "javascript:alert(1)": ""} {
			v := visited(step, steps[step])
			v.RedirectURL = to
			s := ForOutcome(v, here)
			if s.Refresh != (Refresh{}) || s.Outcome.Stay != nil {
				t.Errorf("%s to %q goes %+v", step, to, s.Refresh)
			}
			if offered := s.Outcome.Continue != nil; step != hpp.PageChecking && (offered != (shown != "") || offered && s.Outcome.Continue.To != shown) {
				t.Errorf("%s to %q offers %+v", step, to, s.Outcome.Continue)
			}
		}
	}
}

// Where the merchant wants the page seen first, it says that it leads on, and
// can be stopped.
func TestAnOutcomeThatLeadsOnCanBeStopped(t *testing.T) {
	v := visited(hpp.PageCompleted, steps[hpp.PageCompleted])
	v.RedirectURL = merchant
	s := ForOutcomeWithRedirect(v, here, 7)
	if s.Refresh != (Refresh{7, merchant}) || s.Outcome.Stay == nil || s.Outcome.Stay.To != Address(here.Path) || s.Outcome.Next == ForOutcome(v, here).Outcome.Next {
		t.Errorf("%+v, %+v", s.Refresh, s.Outcome)
	}
	v.RedirectURL = ""
	if s := ForOutcomeWithRedirect(v, here, 7); s.Refresh != (Refresh{}) {
		t.Errorf("leads on to nowhere: %+v", s.Refresh)
	}
}

// The last page before the merchant's says what happened to the payment.
func TestThePartingPageTellsTheOutcome(t *testing.T) {
	said := map[string]hpp.PageState{}
	for _, step := range []hpp.PageState{hpp.PagePay, hpp.PageCompleted, hpp.PageFailed, hpp.PageError, hpp.PageCancelled} {
		v := visited(step, steps[step])
		v.RedirectURL = merchant
		s, ok := ForLeaving(v, here)
		if !ok || s.Refresh != (Refresh{0, merchant}) || s.Leaving.Text == "" || said[s.Leaving.Heading] != "" {
			t.Errorf("%s: %v, %+v", step, ok, s.Leaving)
			continue
		}
		said[s.Leaving.Heading] = step
	}
}

func TestARefusalCanAlwaysBeTakenBackOrLeft(t *testing.T) {
	for _, step := range []hpp.PageState{hpp.PageFailed, hpp.PageError} {
		v := visited(step, steps[step])
		o := ForOutcome(v, here).Outcome
		if o.Retry == nil || o.Exit == nil || o.Continue != nil {
			t.Errorf("%s without an address: %+v", step, o)
		}
		v.RedirectURL = merchant
		o = ForOutcome(v, here).Outcome
		if o.Retry == nil || o.Continue == nil || o.Exit != nil || o.Stay != nil {
			t.Errorf("%s with an address: %+v", step, o)
		}
	}
}

func TestReasons(t *testing.T) {
	seen := map[string]bool{}
	for _, word := range []string{"could_not_establish_identity", "credit_limit_exceeded", "under_age", "technical_error", "high_risk"} {
		seen[reasonKey(word)] = true
	}
	if len(seen) != 5 {
		t.Errorf("reasons that differ for the payer share a sentence: %v", seen)
	}
	for _, word := range []string{
		"", "other", "denied", "high_risk", "internal_block", "low_credit_rating", "legal_restraints", "external_hard_reject",
		"customer_not_fulfilling_previous_engagements", "<script>", "a new word",
	} {
		if got := reasonKey(word); got != "reason.declined" {
			t.Errorf("%q is told as %s", word, got)
		}
	}
}

func TestSuccessTellsHowFarThePurchaseIs(t *testing.T) {
	for _, test := range []struct {
		name   string
		mode   hpp.PlaceOrderMode
		result hpp.Result
		want   string
	}{
		{"authorized", hpp.PlaceNone, hpp.Result{AuthorizationToken: "t"}, "approved.title"},
		{"ordered", hpp.PlaceOrder, hpp.Result{OrderID: "o"}, "ordered.title"},
		{"captured", hpp.CaptureOrder, hpp.Result{OrderID: "o"}, "paid.title"},
		{"not captured after all", hpp.CaptureOrder, hpp.Result{OrderID: "o", CaptureFailed: true}, "ordered.title"},
		{"elsewhere", hpp.CaptureOrder, hpp.Result{OrderID: "o", CompletedElsewhere: true}, "elsewhere.title"},
	} {
		s := hpp.Session{Options: hpp.Options{PlaceOrderMode: test.mode}, Result: test.result}
		if got := successKeysOf(s).title; got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestReference(t *testing.T) {
	for _, test := range []struct {
		session hpp.Session
		want    string
	}{
		{hpp.Session{ID: "9f1c6f0a-52c3", Reference: "7KQ2MX9R4T", Result: hpp.Result{Reference: "K4MZ9T2W"}}, "7KQ2MX9R4T"},
		{hpp.Session{Reference: "Order 12/7"}, "Order 12/7"},
		{hpp.Session{}, ""},
	} {
		if got := referenceOf(test.session); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
