package view

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const merchant = "https://shop.example.com/"

var steps = map[hpp.Step]hpp.Status{
	hpp.ShowChecking: hpp.InProgress, hpp.ShowCompleted: hpp.Completed, hpp.ShowFailed: hpp.Failed,
	hpp.ShowError: hpp.Errored, hpp.ShowCancelled: hpp.Cancelled, hpp.ShowDisabled: hpp.Disabled, hpp.ShowExpired: hpp.Waiting,
}

func TestEveryOutcomeSaysTheFourThings(t *testing.T) {
	for _, lang := range []string{"en", "sv"} {
		for step, status := range steps {
			for _, to := range []string{"", merchant} {
				v := visited(step, status)
				v.Purchase.Locale, v.Destination = lang, to
				o := ForOutcome(v, here, false).Outcome
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

func TestWhereTheBrowserGoesByItself(t *testing.T) {
	for _, test := range []struct {
		step  hpp.Step
		to    string
		stay  bool
		after int
		where Address
	}{
		{hpp.ShowCompleted, merchant, false, 5, merchant},
		{hpp.ShowCompleted, "myapp://paid?x=1", false, 5, "myapp://paid?x=1"},
		{hpp.ShowCompleted, "", false, 0, ""},
		{hpp.ShowCompleted, "javascript:alert(1)", false, 0, ""},
		{hpp.ShowFailed, merchant, false, 15, merchant},
		{hpp.ShowFailed, merchant, true, 0, ""},
		{hpp.ShowFailed, "", false, 0, ""},
		{hpp.ShowError, merchant, false, 15, merchant},
		{hpp.ShowError, merchant, true, 0, ""},
		{hpp.ShowCancelled, merchant, false, 5, merchant},
		{hpp.ShowCancelled, "", false, 0, ""},
		{hpp.ShowExpired, merchant, false, 0, ""},
		{hpp.ShowDisabled, merchant, false, 0, ""},
		{hpp.ShowChecking, merchant, false, 10, Address(here.Path)},
		{hpp.ShowChecking, merchant, true, 10, Address(here.Path)},
	} {
		v := visited(test.step, steps[test.step])
		v.Destination = test.to
		if got, want := ForOutcome(v, here, test.stay).Refresh, (Refresh{test.after, test.where}); got != want {
			t.Errorf("%s to %q, stay %t: %+v, want %+v", test.step, test.to, test.stay, got, want)
		}
	}
}

func TestARefusalCanAlwaysBeTakenBackOrLeft(t *testing.T) {
	for _, step := range []hpp.Step{hpp.ShowFailed, hpp.ShowError} {
		v := visited(step, steps[step])
		o := ForOutcome(v, here, false).Outcome
		if o.Retry == nil || o.Exit == nil || o.Continue != nil {
			t.Errorf("%s without an address: %+v", step, o)
		}
		v.Destination = merchant
		o = ForOutcome(v, here, false).Outcome
		if o.Retry == nil || o.Continue == nil || o.Exit != nil || o.Stay == nil || o.Stay.To != Address(here.Path+"?stay=1") {
			t.Errorf("%s with an address: %+v", step, o)
		}
		stayed := ForOutcome(v, here, true).Outcome
		if stayed.Stay != nil || stayed.Next == o.Next || stayed.Continue == nil {
			t.Errorf("%s, stayed: %+v", step, stayed)
		}
	}
}

func TestReasons(t *testing.T) {
	seen := map[string]bool{}
	for _, word := range []string{"could_not_establish_identity", "credit_limit_exceeded", "under_age", "technical_error", "high_risk"} {
		seen[reason(word)] = true
	}
	if len(seen) != 5 {
		t.Errorf("reasons that differ for the payer share a sentence: %v", seen)
	}
	for _, word := range []string{
		"", "other", "denied", "high_risk", "internal_block", "low_credit_rating", "legal_restraints", "external_hard_reject",
		"customer_not_fulfilling_previous_engagements", "<script>", "a new word",
	} {
		if got := reason(word); got != "reason.declined" {
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
		{"elsewhere", hpp.CaptureOrder, hpp.Result{OrderID: "o", Elsewhere: true}, "elsewhere.title"},
	} {
		s := hpp.Session{Options: hpp.Options{PlaceOrderMode: test.mode}, Result: test.result}
		if got := success(s).title; got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestReference(t *testing.T) {
	for _, test := range []struct {
		session hpp.Session
		want    string
	}{
		{hpp.Session{ID: "9f1c6f0a-52c3-4f3b-8f57-3a1d6e2c7b90"}, "9F1C6F0A"},
		{hpp.Session{ID: "0123456789abcdef"}, "0123456789AB"},
		{hpp.Session{ID: "9f1c6f0a-52c3", Result: hpp.Result{Reference: "K4MZ9T2W"}}, "K4MZ9T2W"},
		{hpp.Session{}, ""},
	} {
		if got := reference(test.session); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
