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

// maxRedirectDelay is how many seconds a page may be held before it leads on.
const maxRedirectDelay = 60

// successRedirect reads options.success_redirect.
func successRedirect(f *fieldErrors, raw string) Redirect {
	if seconds, err := strconv.Atoi(raw); err == nil && seconds >= 1 && seconds <= maxRedirectDelay {
		return Redirect(strconv.Itoa(seconds))
	}
	switch word := Redirect(strings.ToUpper(raw)); word {
	case "", RedirectAtOnce, RedirectByButton:
		return word
	}
	f.add("options.success_redirect", fmt.Sprintf("must be AT_ONCE, BUTTON or 1 to %d seconds", maxRedirectDelay))
	return ""
}

// failureRedirect reads options.failure_redirect.
func failureRedirect(f *fieldErrors, raw string) Redirect {
	return parseEnum(f, "options.failure_redirect", raw, "", RedirectAtOnce, RedirectByButton)
}

// AutoRedirect reports whether the answer to the payer's own form leads on to the
// merchant by itself, and after how many seconds. Whoever opens the page
// another time is never led anywhere.
func (v PageView) AutoRedirect() (after int, leaves bool) {
	way := RedirectByButton
	switch v.State {
	case PageCompleted:
		way = cmp.Or(v.Session.Options.SuccessRedirect, RedirectAtOnce)
	case PageFailed, PageError:
		way = cmp.Or(v.Session.Options.FailureRedirect, RedirectByButton)
	case PageCancelled:
		way = RedirectAtOnce // the payer confirmed it already
	}
	switch {
	case v.RedirectURL == "", way == RedirectByButton:
		return 0, false
	case way == RedirectAtOnce:
		return 0, true
	}
	after, err := strconv.Atoi(string(way))
	return after, err == nil
}
