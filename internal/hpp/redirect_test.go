package hpp_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestRedirectsAsSaid(t *testing.T) {
	for _, c := range []struct {
		success, failure string
		step             hpp.PageState
		after            int
		leaves           bool
	}{
		{"", "", hpp.PageCompleted, 0, true},
		{"at_once", "", hpp.PageCompleted, 0, true},
		{"Button", "", hpp.PageCompleted, 0, false},
		{"1", "", hpp.PageCompleted, 1, true},
		{"60", "", hpp.PageCompleted, 60, true},
		{"007", "", hpp.PageCompleted, 7, true},
		{"", "", hpp.PageFailed, 0, false},
		{"AT_ONCE", "", hpp.PageFailed, 0, false},
		{"", "AT_ONCE", hpp.PageFailed, 0, true},
		{"", "at_once", hpp.PageError, 0, true},
		{"", "BUTTON", hpp.PageError, 0, false},
		{"BUTTON", "BUTTON", hpp.PageCancelled, 0, true},
		{"AT_ONCE", "AT_ONCE", hpp.PageExpired, 0, false},
		{"AT_ONCE", "AT_ONCE", hpp.PageDisabled, 0, false},
		{"AT_ONCE", "AT_ONCE", hpp.PageChecking, 0, false},
	} {
		w := newWorld(t)
		s, _ := w.make(func(creation *hpp.SessionRequest) {
			creation.SuccessRedirect, creation.FailureRedirect = c.success, c.failure
		})
		v := hpp.PageView{Session: s, State: c.step, RedirectURL: "https://shop.test/"}
		if after, leaves := v.AutoRedirect(); after != c.after || leaves != c.leaves {
			t.Errorf("%q, %q on %s: %d, %v", c.success, c.failure, c.step, after, leaves)
		}
		if v.RedirectURL = ""; c.leaves {
			if _, leaves := v.AutoRedirect(); leaves {
				t.Error("leaves for nowhere")
			}
		}
	}
}

func TestRedirectsThatAreNone(t *testing.T) {
	for _, raw := range []string{"0", "61", "-1", "5s", "1.5", "NEVER", "AT ONCE", "9999999999999999999999"} {
		w := newWorld(t)
		c := creation()
		c.SuccessRedirect, c.FailureRedirect = raw, raw
		_, err := w.Create(t.Context(), w.merchant, c, hpp.IdempotencyKey{})
		fault, ok := errors.AsType[*hpp.Error](err)
		if !ok || !slices.Equal(fault.Fields, []string{"options.success_redirect", "options.failure_redirect"}) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// A profile's options hold where the session says nothing.
func TestRedirectsOfAProfile(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.PutProfile(t.Context(), w.merchant, "till", hpp.ProfileInput{Options: hpp.RequestedOptions{SuccessRedirect: "button", FailureRedirect: "at_once"}}); err != nil {
		t.Fatal(err)
	}
	s, _ := w.make(func(c *hpp.SessionRequest) { c.ProfileID, c.FailureRedirect = "till", "BUTTON" })
	if s.Options.SuccessRedirect != hpp.RedirectByButton || s.Options.FailureRedirect != hpp.RedirectByButton {
		t.Errorf("%+v", s.Options)
	}
}
