package view

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The page never says both that a code was sent and that none was.
func TestChallengeDoesNotContradictItself(t *testing.T) {
	for _, lang := range []string{"en", "sv", "de-CH", "ar"} {
		v := visited(hpp.PageChallenge, hpp.InProgress)
		v.Purchase.Locale = lang
		site := here
		site.Test = false
		sent := ForChallenge(v, site).Challenge
		site.Test = true
		test := ForChallenge(v, site).Challenge
		if sent.Field.Hint != "" || test.Field.Hint == "" || sent.Text == test.Text {
			t.Errorf("%s: %q with hint %q, in test mode %q", lang, sent.Text, sent.Field.Hint, test.Text)
		}
		if lang == "en" && (strings.Contains(test.Text, "sent") || !strings.Contains(sent.Text, "sent to you")) {
			t.Errorf("%q, in test mode %q", sent.Text, test.Text)
		}
	}
}

// A wrong code is no matter of details before paying, and the field that has to
// be corrected has the focus.
func TestChallengeErrorIsAboutTheCode(t *testing.T) {
	v := visited(hpp.PageChallenge, hpp.InProgress)
	s := ForCodeCorrection(v, here, CodeIncomplete, "123")
	c := s.Challenge
	if c.Errors == nil || c.Errors.Title != "Please check the code" || !c.Errors.BesideFocus || !strings.HasPrefix(s.Title, "Error: ") {
		t.Errorf("%+v, title %q", c.Errors, s.Title)
	}
	if c.Field.Error != "Enter all six digits of the code" || c.Field.Value != "123" {
		t.Errorf("%+v", c.Field)
	}
	if !c.Field.Focus || !ForChallenge(v, here).Challenge.Field.Focus {
		t.Error("the only field has not the focus")
	}
}

// The page says where the code went, by what only its owner knows it by, and
// only to the browser that typed it.
func TestChallengeSaysWhereTheCodeWent(t *testing.T) {
	for _, test := range []struct {
		to   hpp.CodeTo
		own  bool
		want string
	}{
		{hpp.CodeToPhone, true, "We sent a one-time code to •••615. Enter it to approve 2\u00a0500,00\u00a0kr to \u2068Nordic Cycles\u2069."},
		{hpp.CodeToEmail, true, "We sent a one-time code to c•••@email.se. Enter it to approve 2\u00a0500,00\u00a0kr to \u2068Nordic Cycles\u2069."},
		{"", true, "A one-time code has been sent to you. Enter it to approve 2\u00a0500,00\u00a0kr to \u2068Nordic Cycles\u2069."},
		{hpp.CodeToPhone, false, "A one-time code has been sent to you. Enter it to approve 2\u00a0500,00\u00a0kr to \u2068Nordic Cycles\u2069."},
	} {
		v := visited(hpp.PageChallenge, hpp.InProgress)
		v.Session.Attempt, v.SameBrowser = &hpp.Attempt{Step: hpp.StepChallenge, CodeTo: test.to}, test.own
		v.Payer = hpp.Payer{Phone: "+46 70-174 06 15", Email: "customer@email.se"}
		if got := ForChallenge(v, here).Challenge.Text; got != test.want {
			t.Errorf("to %q, own %t: %q", test.to, test.own, got)
		}
		site := here
		site.Test = true
		c := ForChallenge(v, site).Challenge
		if strings.Contains(c.Text, "sent") || !strings.Contains(c.Field.Hint, "Test mode sends no") || strings.Contains(c.Field.Hint, "•••") != (test.to != "" && test.own) {
			t.Errorf("in test mode to %q, own %t: %q, hint %q", test.to, test.own, c.Text, c.Field.Hint)
		}
	}
}

func TestMasks(t *testing.T) {
	for number, want := range map[string]string{"+46701740615": "•••615", "070-174 06 15": "•••615", "12345": "", "": ""} {
		if got := maskPhone(number); got != want {
			t.Errorf("%q is %q, want %q", number, got, want)
		}
	}
	for address, want := range map[string]string{"alice@example.com": "a•••@example.com", "é@b.se": "é•••@b.se", "a@b@c.se": "a•••@c.se", "@b.se": "", "": "", "none": ""} {
		if got := maskEmail(address); got != want {
			t.Errorf("%q is %q, want %q", address, got, want)
		}
	}
}

func TestThirdWrongCodeSaysSo(t *testing.T) {
	v := visited(hpp.PageFailed, hpp.Failed)
	v.Session.Result.Reason = "wrong_code"
	if got := ForOutcome(v, here).Outcome.What; !strings.Contains(got, "wrong three times") {
		t.Errorf("%q", got)
	}
}
