package hpp

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Redirect is how a page leads on to the merchant: RedirectAtOnce,
// RedirectByButton, or whole seconds in digits.
type Redirect string

// The ways that have a name. What was never said is at once after a success
// and by a button after a failure.
const (
	RedirectAtOnce   Redirect = "AT_ONCE"
	RedirectByButton Redirect = "BUTTON"
)

// longestRedirect is how many seconds a page may be held before it leads on.
const longestRedirect = 60

// successRedirect reads options.success_redirect.
func successRedirect(f *faults, raw string) Redirect {
	if seconds, err := strconv.Atoi(raw); err == nil && seconds >= 1 && seconds <= longestRedirect {
		return Redirect(strconv.Itoa(seconds))
	}
	switch word := Redirect(strings.ToUpper(raw)); word {
	case "", RedirectAtOnce, RedirectByButton:
		return word
	}
	f.add("options.success_redirect", fmt.Sprintf("must be AT_ONCE, BUTTON or 1 to %d seconds", longestRedirect))
	return ""
}

// failureRedirect reads options.failure_redirect.
func failureRedirect(f *faults, raw string) Redirect {
	return enum(f, "options.failure_redirect", raw, "", RedirectAtOnce, RedirectByButton)
}

// Leaves reports whether the answer to the payer's own form leads on to the
// merchant by itself, and after how many seconds. Whoever opens the page
// another time is never led anywhere.
func (v Visit) Leaves() (after int, leaves bool) {
	way := RedirectByButton
	switch v.Step {
	case ShowCompleted:
		way = cmp.Or(v.Session.Options.SuccessRedirect, RedirectAtOnce)
	case ShowFailed, ShowError:
		way = cmp.Or(v.Session.Options.FailureRedirect, RedirectByButton)
	case ShowCancelled:
		way = RedirectAtOnce // the payer confirmed it already
	}
	switch {
	case v.Destination == "", way == RedirectByButton:
		return 0, false
	case way == RedirectAtOnce:
		return 0, true
	}
	after, err := strconv.Atoi(string(way))
	return after, err == nil
}
