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
		sent := ForChallenge(v, site, false).Challenge
		site.Test = true
		test := ForChallenge(v, site, false).Challenge
		if sent.Field.Hint != "" || test.Field.Hint == "" || sent.Text == test.Text {
			t.Errorf("%s: %q with hint %q, in test mode %q", lang, sent.Text, sent.Field.Hint, test.Text)
		}
		if lang == "en" && (strings.Contains(test.Text, "sent") || !strings.Contains(sent.Text, "sent to you")) {
			t.Errorf("%q, in test mode %q", sent.Text, test.Text)
		}
	}
}

// A wrong code is no matter of details before paying.
func TestChallengeErrorIsAboutTheCode(t *testing.T) {
	v := visited(hpp.PageChallenge, hpp.InProgress)
	c := ForChallenge(v, here, true).Challenge
	if c.Errors == nil || c.Errors.Title != "Please check the code" {
		t.Errorf("%+v", c.Errors)
	}
	if c.Field.Focus || !ForChallenge(v, here, false).Challenge.Field.Focus {
		t.Error("the only field has the focus, unless there is an error to read first")
	}
}

func TestThirdWrongCodeSaysSo(t *testing.T) {
	v := visited(hpp.PageFailed, hpp.Failed)
	v.Session.Result.Reason = "wrong_code"
	if got := ForOutcome(v, here).Outcome.What; !strings.Contains(got, "wrong three times") {
		t.Errorf("%q", got)
	}
}
