package outbox

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// The published quick waits are kept to the second; long ones are spread by a
// fifth either way, so that an outage does not end in one burst.
func TestLongWaitsAreSpread(t *testing.T) {
	k := Kind{Schedule: []time.Duration{0, 3 * time.Second, 59 * time.Second, time.Minute, 20 * time.Hour}}
	for tries, c := range map[int]struct{ least, most time.Duration }{
		1: {3 * time.Second, 3 * time.Second},
		2: {59 * time.Second, 59 * time.Second},
		3: {48 * time.Second, 72 * time.Second},
		4: {16 * time.Hour, 24 * time.Hour},
		9: {16 * time.Hour, 24 * time.Hour}, // an endless kind stays at its last wait
	} {
		if least, most := k.wait(tries, 0), k.wait(tries, 1); least != c.least || most != c.most {
			t.Errorf("after %d tries the wait is %s to %s, want %s to %s", tries, least, most, c.least, c.most)
		}
	}
	if wait := (Kind{}).wait(1, 0.5); wait <= 0 {
		t.Errorf("without a schedule the wait is %s", wait)
	}
}

// A word of the handler counts however deep it is wrapped, and "no more" is
// stronger than "later".
func TestJudge(t *testing.T) {
	errNo := errors.New("no")
	bounded := Kind{Schedule: []time.Duration{0, 3 * time.Second}}
	endless := Kind{Schedule: []time.Duration{0, 3 * time.Second}, Endless: true}
	for name, c := range map[string]struct {
		kind     Kind
		attempts int
		err      error
		outcome  Outcome
		wait     time.Duration
	}{
		"done":                     {bounded, 0, nil, Finished, 0},
		"done at last":             {bounded, 99, nil, Finished, 0},
		"failed":                   {bounded, 0, errNo, Retried, 3 * time.Second},
		"failed for the last time": {bounded, 1, errNo, Discarded, 0},
		"no schedule":              {Kind{}, 0, errNo, Discarded, 0},
		"permanent, wrapped":       {bounded, 0, fmt.Errorf("a: %w", Permanent(errNo)), Discarded, 0},
		"permanent, endless":       {endless, 0, Permanent(errNo), Discarded, 0},
		"permanent and after":      {bounded, 0, After(time.Hour, Permanent(errNo)), Discarded, 0},
		"postponed, wrapped":       {bounded, 1, fmt.Errorf("a: %w", Postpone(time.Minute, errNo)), Postponed, time.Minute},
		"after, wrapped":           {bounded, 0, fmt.Errorf("a: %w", After(time.Hour, errNo)), Retried, time.Hour},
		"after, sooner than usual": {bounded, 0, After(time.Second, errNo), Retried, 3 * time.Second},
		"after, for the last time": {bounded, 1, After(time.Hour, errNo), Discarded, 0},
		"after, endless":           {endless, 99, After(time.Hour, errNo), Postponed, time.Hour},
		"failed ever so often":     {endless, 99, errNo, Retried, 3 * time.Second},
		"says it is not permanent": {bounded, 0, perhaps{errNo}, Retried, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			outcome, wait := c.kind.judge(Job{Attempts: c.attempts}, c.err, 0.5)
			if outcome != c.outcome || wait != c.wait {
				t.Errorf("%s in %s, want %s in %s", outcome, wait, c.outcome, c.wait)
			}
		})
	}
}

type perhaps struct{ error }

func (perhaps) Permanent() bool { return false }

func TestWordsKeepTheirCause(t *testing.T) {
	errNo := errors.New("no")
	for _, err := range []error{Permanent(errNo), After(1, errNo), Postpone(1, errNo)} {
		if !errors.Is(err, errNo) || err.Error() != "no" {
			t.Errorf("%#v hides its cause", err)
		}
	}
}

// What is kept of an error is one short line of text, whatever it holds.
func TestReason(t *testing.T) {
	for text, want := range map[string]string{
		"plain":            "plain",
		"two\nlines\tmore": "two lines more",
		"bad \xff byte":    "bad ? byte",
	} {
		if got := reason(errors.New(text)); got != want {
			t.Errorf("reason(%q) = %q, want %q", text, got, want)
		}
	}
	if got := reason(nil); got != "" {
		t.Errorf("no error is %q", got)
	}
	long := reason(errors.New(strings.Repeat("ä", maxReason)))
	if len(long) > maxReason+len("…") || !utf8.ValidString(long) || !strings.HasSuffix(long, "…") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
}

func TestDefaults(t *testing.T) {
	k := Kind{}.withDefaults()
	if k.Timeout <= 0 || k.Lease <= k.Timeout || k.Workers <= 0 {
		t.Errorf("%+v", k)
	}
	if k := (Kind{Timeout: time.Minute, Lease: time.Second}).withDefaults(); k.Lease <= k.Timeout {
		t.Errorf("a lease of %s ends before a try of %s", k.Lease, k.Timeout)
	}
}
