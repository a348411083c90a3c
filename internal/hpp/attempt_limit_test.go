package hpp_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// waits is how long an error says that the next try has to wait; 0 for others.
func waits(err error) time.Duration {
	if fault, ok := errors.AsType[*hpp.Error](err); ok && fault.Code == hpp.CodeTooMany {
		return fault.RetryAfter
	}
	return 0
}

// declined makes a session that was declined so often, each time after its wait.
func declined(t *testing.T, times int) (*world, hpp.Session, string) {
	t.Helper()
	w := newWorld(t)
	w.provider.answer(hpp.Verdict{Kind: hpp.Declined})
	s, link := w.make(func(c *hpp.SessionRequest) { c.URLs.Back = "https://shop.test/back" })
	for range times {
		w.clock = w.clock.Add(w.open(link).RetryAfter)
		w.must(w.pay(link))
	}
	return w, s, link
}

// From the fifth decline on each next try waits twice as long as the one
// before; it is refused before the provider is asked, and the page knows.
func TestDeclinesSlowTheNextTry(t *testing.T) {
	var got []time.Duration
	for _, times := range []int{1, 4, 5, 6, 7, 8, 12, 13, 19} {
		w, _, link := declined(t, times)
		asked := len(w.provider.keys)
		seen := w.open(link)
		if seen.RetryAfter > 0 {
			err := w.pay(link)
			if waits(err) != seen.RetryAfter || len(w.provider.keys) != asked || w.misses[hpp.FailureTooEarly] != 1 {
				t.Errorf("after %d: %v, asked the provider %d times, %v", times, err, len(w.provider.keys)-asked, w.misses)
			}
			w.clock = w.clock.Add(seen.RetryAfter - time.Millisecond)
			if waits(w.pay(link)) != time.Millisecond {
				t.Errorf("after %d: a try a moment too early is taken", times)
			}
		}
		if w.misses[hpp.FailureDeclined] != times {
			t.Errorf("counted %v", w.misses)
		}
		got = append(got, seen.RetryAfter/time.Second)
	}
	if want := []time.Duration{0, 0, 2, 4, 8, 16, 256, 300, 300}; !slices.Equal(got, want) {
		t.Errorf("waits %v seconds, want %v", got, want)
	}
}

// After twenty declines no try is taken, by no way, until the merchant says so.
func TestTwentyDeclinesHoldTheSession(t *testing.T) {
	w, s, link := declined(t, 20)
	w.clock = w.clock.Add(time.Hour)
	asked := len(w.provider.keys)
	for name, press := range map[string]func() error{
		"pay": func() error { return w.pay(link) }, "retry": func() error { return w.Retry(t.Context(), link) },
	} {
		if err := press(); !errors.Is(err, hpp.ErrLocked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if v := w.open(link); v.State != hpp.PageFailed || !v.Locked || len(w.provider.keys) != asked || w.misses[hpp.FailureLocked] != 1 {
		t.Errorf("shows %s, held %v; %v", v.State, v.Locked, w.misses)
	}
	if _, err := w.GoBack(t.Context(), link); err != nil || w.open(link).State != hpp.PageFailed {
		t.Errorf("left and come back: %v, shows %s", err, w.open(link).State)
	}
	if _, err := w.Reopen(t.Context(), hpp.Authenticated("m2", "Other"), s.ID); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("another merchant: %v", err)
	}
	opened, err := w.Reopen(t.Context(), w.merchant, s.ID)
	if w.must(err); opened.Locked() {
		t.Error("reopened, and still held")
	}
	w.provider.answer(hpp.Verdict{Kind: hpp.Approved, Token: "t"})
	w.must(w.pay(link))
	if v := w.open(link); v.State != hpp.PageCompleted {
		t.Errorf("opened again it shows %s", v.State)
	}
	if _, err := w.Reopen(t.Context(), w.merchant, s.ID); !hpp.IsCode(err, hpp.CodeNotAllowed) {
		t.Errorf("reopening what is paid: %v", err)
	}
}

// Wrong codes are counted too, for a provider that lets them be guessed: the
// fifth slows the next one, the twentieth ends the attempt and holds the session.
func TestWrongCodesSlowTheNextOne(t *testing.T) {
	w := newWorld(t)
	w.provider.answer(hpp.Verdict{Kind: hpp.Challenged})
	_, link := w.make(nil)
	w.must(w.pay(link))
	w.provider.answer(hpp.Verdict{Kind: hpp.Challenged, WrongCode: true})
	for n := 1; n < 20; n++ {
		w.clock = w.clock.Add(w.open(link).RetryAfter)
		w.must(w.Confirm(t.Context(), link, "000000"))
		v := w.open(link)
		if v.State != hpp.PageChallenge || (n >= 5) != (v.RetryAfter > 0) {
			t.Fatalf("after %d wrong codes: %s, waits %s", n, v.State, v.RetryAfter)
		}
		if n >= 5 && waits(w.Confirm(t.Context(), link, "123456")) != v.RetryAfter {
			t.Fatalf("code %d was not refused while it had to wait", n+1)
		}
	}
	w.clock = w.clock.Add(w.open(link).RetryAfter)
	w.must(w.Confirm(t.Context(), link, "000000"))
	if v := w.open(link); v.State != hpp.PageFailed || !v.Locked || v.Session.Attempt != nil {
		t.Errorf("after twenty: %s, held %v, %+v", v.State, v.Locked, v.Session.Attempt)
	}
}

// The count is the stored session's: of many presses at once one is a try.
func TestManyPressesAtOnceAreOneTry(t *testing.T) {
	w, s, link := declined(t, 5)
	w.clock = w.clock.Add(w.open(link).RetryAfter)
	asked := len(w.provider.keys)
	form := hpp.PayForm{Category: hpp.PayLater, Revision: s.Purchase.Revision()}
	refused := make(chan error, 16)
	w.ObserveFailure = func(hpp.AttemptFailure) {}
	var all sync.WaitGroup
	for range cap(refused) {
		all.Go(func() { refused <- w.Pay(t.Context(), link, form) })
	}
	all.Wait()
	close(refused)
	taken := 0
	for err := range refused {
		if err == nil {
			taken++
		}
	}
	if v := w.open(link); taken != 1 || len(w.provider.keys) != asked+1 || v.Session.Declines != 6 {
		t.Errorf("%d presses were taken, the provider was asked %d times, %d declines", taken, len(w.provider.keys)-asked, v.Session.Declines)
	}
}
