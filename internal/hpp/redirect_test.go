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
		step             hpp.Step
		after            int
		leaves           bool
	}{
		{"", "", hpp.ShowCompleted, 0, true},
		{"at_once", "", hpp.ShowCompleted, 0, true},
		{"Button", "", hpp.ShowCompleted, 0, false},
		{"1", "", hpp.ShowCompleted, 1, true},
		{"60", "", hpp.ShowCompleted, 60, true},
		{"007", "", hpp.ShowCompleted, 7, true},
		{"", "", hpp.ShowFailed, 0, false},
		{"AT_ONCE", "", hpp.ShowFailed, 0, false},
		{"", "AT_ONCE", hpp.ShowFailed, 0, true},
		{"", "at_once", hpp.ShowError, 0, true},
		{"", "BUTTON", hpp.ShowError, 0, false},
		{"BUTTON", "BUTTON", hpp.ShowCancelled, 0, true},
		{"AT_ONCE", "AT_ONCE", hpp.ShowExpired, 0, false},
		{"AT_ONCE", "AT_ONCE", hpp.ShowDisabled, 0, false},
		{"AT_ONCE", "AT_ONCE", hpp.ShowChecking, 0, false},
	} {
		w := newWorld(t)
		s, _ := w.make(func(creation *hpp.Creation) {
			creation.SuccessRedirect, creation.FailureRedirect = c.success, c.failure
		})
		v := hpp.Visit{Session: s, Step: c.step, Destination: "https://shop.test/"}
		if after, leaves := v.Leaves(); after != c.after || leaves != c.leaves {
			t.Errorf("%q, %q on %s: %d, %v", c.success, c.failure, c.step, after, leaves)
		}
		if v.Destination = ""; c.leaves {
			if _, leaves := v.Leaves(); leaves {
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
		_, err := w.Create(t.Context(), w.merchant, c, hpp.Claim{})
		fault, ok := errors.AsType[*hpp.Error](err)
		if !ok || !slices.Equal(fault.Fields, []string{"options.success_redirect", "options.failure_redirect"}) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// A profile's wishes hold where the session says nothing.
func TestRedirectsOfAProfile(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.PutProfile(t.Context(), w.merchant, "till", hpp.ProfileDraft{Wishes: hpp.Wishes{SuccessRedirect: "button", FailureRedirect: "at_once"}}); err != nil {
		t.Fatal(err)
	}
	s, _ := w.make(func(c *hpp.Creation) { c.ProfileID, c.FailureRedirect = "till", "BUTTON" })
	if s.Options.SuccessRedirect != hpp.RedirectByButton || s.Options.FailureRedirect != hpp.RedirectByButton {
		t.Errorf("%+v", s.Options)
	}
}
