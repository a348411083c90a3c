package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestMissingIsTheSameForEveryLink(t *testing.T) {
	other := here
	other.Path = "/eu/hpp/payments/other"
	if diff := cmp.Diff(ForMissing(here), ForMissing(other)); diff != "" {
		t.Errorf("the page tells links apart:\n%s", diff)
	}
}

func TestLeaving(t *testing.T) {
	v := visited(hpp.PagePay, hpp.Back)
	if _, ok := ForLeaving(v, here); ok {
		t.Error("leaves for nowhere")
	}
	v.RedirectURL = merchant
	s, ok := ForLeaving(v, here)
	if !ok || s.Refresh != (Refresh{To: merchant}) || s.Leaving.Continue.To != merchant {
		t.Errorf("%t, %+v", ok, s)
	}
}

func TestChallenge(t *testing.T) {
	v := visited(hpp.PageChallenge, hpp.InProgress)
	v.Session.Attempt = &hpp.Attempt{Step: hpp.StepChallenge}
	plain := ForChallenge(v, here).Challenge
	if plain.Errors != nil || plain.Field.Hint != "" || plain.Field.Fill != "one-time-code" || plain.Field.InputMode != "numeric" {
		t.Errorf("%+v", plain)
	}
	v.Session.Attempt.WrongCode = true
	wrong := ForChallenge(v, here).Challenge
	missing := ForCodeCorrection(v, here, CodeMissing, "").Challenge
	if wrong.Errors == nil || missing.Errors == nil || wrong.Field.Error == missing.Field.Error {
		t.Errorf("wrong %+v, missing %+v", wrong.Errors, missing.Errors)
	}
	playground := here
	playground.Test = true
	if hint := ForChallenge(v, playground).Challenge.Field.Hint; hint == "" {
		t.Error("test mode does not say which codes work")
	}
}

func TestShopsMark(t *testing.T) {
	for name, want := range map[string]Shop{
		"nordic":       {Name: "nordic", Initial: "N"},
		"  -é":         {Name: "-é", Initial: "É"},
		"7 & more":     {Name: "7 & more", Initial: "7"},
		"🚲":            {Name: "🚲"},
		"":             {},
		"\u202eabc\n ": {Name: "abc", Initial: "A"},
	} {
		if got := newShop(name); got != want {
			t.Errorf("%q: %+v, want %+v", name, got, want)
		}
	}
}

func TestProductionHasNoTestBanner(t *testing.T) {
	if s := ForMissing(here); s.Test != nil {
		t.Errorf("production says %+v", s.Test)
	}
	playground := here
	playground.Test = true
	for name, s := range map[string]Screen{
		"missing": ForMissing(playground), "unusable": ForUnusable(playground), "rejected": ForRejected(hpp.PageView{}, playground),
		"unavailable": ForUnavailable(playground, "id"), "till": ForTillEnded(hpp.TillView{}, playground),
		"pay": ForPay(visited(hpp.PagePay, hpp.Waiting), playground),
	} {
		if s.Test == nil {
			t.Errorf("%s does not say that it is a test", name)
		}
	}
}
