package hpp_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestThreeModes(t *testing.T) {
	for mode, want := range map[string]hpp.Result{
		"none":          {AuthorizationToken: "token-1"},
		"PLACE_ORDER":   {OrderID: "order-1", Reference: "REF12345"},
		"Capture_Order": {OrderID: "order-1", Reference: "REF12345"},
	} {
		t.Run(mode, func(t *testing.T) {
			w := newWorld(t)
			var captured []int64
			w.provider.capture = func(_ string, amount int64, _ string) error {
				captured = append(captured, amount)
				return nil
			}
			s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = mode })
			if err := w.pay(link); err != nil {
				t.Fatal(err)
			}
			v := w.open(link)
			if v.State != hpp.PageCompleted || v.Session.Attempt != nil {
				t.Errorf("step %s, attempt %v", v.State, v.Session.Attempt)
			}
			if diff := cmp.Diff(want, v.Session.Result); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			wantURL := "https://shop.test/ok?sid=" + string(s.ID) + "&token=" + want.AuthorizationToken + "&order=" + want.OrderID
			if v.RedirectURL != wantURL {
				t.Errorf("destination %s, want %s", v.RedirectURL, wantURL)
			}
			if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Completed}) {
				t.Errorf("events %v", got)
			}
			if mode == "Capture_Order" != slices.Equal(captured, []int64{12500}) {
				t.Errorf("captured %v", captured)
			}
		})
	}
}

func TestDeclineKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		return hpp.Verdict{Kind: hpp.Declined, Reason: "under_age"}, nil
	}
	s, link := w.make(nil)
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	v := w.open(link)
	if v.State != hpp.PageFailed || v.Session.Result.Reason != "under_age" || v.RedirectURL != "https://shop.test/failed?sid="+string(s.ID) {
		t.Errorf("%s, %q, %s", v.State, v.Session.Result.Reason, v.RedirectURL)
	}
	if err := w.Enter(t.Context(), link); err != nil || w.open(link).State != hpp.PageFailed {
		t.Errorf("touching the page leaves the decline: %v", err)
	}
	if err := w.Retry(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	v = w.open(link)
	if !v.Declined {
		t.Error("after retry the page does not know of the decline")
	}
	if v.State != hpp.PagePay || v.Selected != hpp.PayNow || v.Payer.Email != "a@b.test" {
		t.Errorf("after retry: %s, preselects %s, e-mail %q", v.State, v.Selected, v.Payer.Email)
	}
	w.provider.authorize = newProvider().authorize
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Failed, hpp.InProgress, hpp.Completed}) {
		t.Errorf("events %v", got)
	}
}

func TestFallbackOpensTheOthersOnce(t *testing.T) {
	w := newWorld(t)
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) { return hpp.Verdict{Kind: hpp.Declined}, nil }
	s, link := w.make(func(c *hpp.SessionRequest) { c.Category, c.Fallback = "pay_later", new(true) })
	if v := w.open(link); len(v.Methods) != 1 {
		t.Fatalf("offered %v before the decline", v.Methods)
	}
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	v := w.open(link)
	if v.State != hpp.PagePay || !v.Declined || len(v.Methods) != 2 || v.Selected != hpp.PayNow {
		t.Errorf("after the first decline: %s, declined %v, %v, %s", v.State, v.Declined, v.Methods, v.Selected)
	}
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress, hpp.Failed}) {
		t.Errorf("events %v", got)
	}
}

func TestWithdrawnMethodIsGone(t *testing.T) {
	w := newWorld(t)
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		return hpp.Verdict{Kind: hpp.Declined, Withdrawn: true}, nil
	}
	_, link := w.make(nil)
	if err := errors.Join(w.pay(link), w.Retry(t.Context(), link)); err != nil {
		t.Fatal(err)
	}
	if v := w.open(link); len(v.Methods) != 1 || v.Methods[0].Category != hpp.PayNow {
		t.Errorf("offered %v", v.Methods)
	}
	err := w.Pay(t.Context(), link, hpp.PayForm{Category: hpp.PayLater, Revision: w.open(link).Revision})
	if e, ok := errors.AsType[*hpp.FormError](err); !ok || e.Fields[0] != "payment_method_category" {
		t.Errorf("paying with a withdrawn method: %v", err)
	}
}

func TestChallenge(t *testing.T) {
	w := newWorld(t)
	w.provider.authorize = func(a hpp.Authorization) (hpp.Verdict, error) {
		switch a.Code {
		case "":
			return hpp.Verdict{Kind: hpp.Challenged, CodeTo: hpp.CodeToPhone}, nil
		case "123456":
			return hpp.Verdict{Kind: hpp.Approved, Token: "t"}, nil
		}
		return hpp.Verdict{Kind: hpp.Challenged, WrongCode: true, CodeTo: hpp.CodeToEmail}, nil
	}
	_, link := w.make(nil)
	if err := w.Confirm(t.Context(), link, "123456"); !errors.Is(err, hpp.ErrNoChallenge) {
		t.Errorf("a code before a challenge: %v", err)
	}
	if err := w.pay(link); err != nil || w.open(link).State != hpp.PageChallenge {
		t.Fatalf("%v, step %s", err, w.open(link).State)
	}
	if to := w.open(link).Session.Attempt.CodeTo; to != hpp.CodeToPhone {
		t.Errorf("the code went to %q", to)
	}
	if err := w.Confirm(t.Context(), link, "999999"); err != nil {
		t.Fatal(err)
	}
	if v := w.open(link); v.State != hpp.PageChallenge || !v.Session.Attempt.WrongCode || v.Session.Attempt.CodeTo != hpp.CodeToEmail {
		t.Errorf("after a wrong code: %s, %+v", v.State, v.Session.Attempt)
	}
	if err := w.Confirm(t.Context(), link, "123456"); err != nil || w.open(link).State != hpp.PageCompleted {
		t.Errorf("%v, step %s", err, w.open(link).State)
	}
	if len(slices.Compact(w.provider.keys)) != 1 {
		t.Errorf("one attempt used the keys %v", w.provider.keys)
	}
}

func TestIncorrectDetailsAreNamed(t *testing.T) {
	w := newWorld(t)
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		return hpp.Verdict{Kind: hpp.Incorrect, Fields: []string{"postal_code"}}, nil
	}
	_, link := w.make(nil)
	err := w.pay(link)
	if e, ok := errors.AsType[*hpp.FormError](err); !ok || !slices.Equal(e.Fields, []string{"postal_code"}) {
		t.Errorf("error %v", err)
	}
	if v := w.open(link); v.State != hpp.PagePay || v.Payer.Email == "" {
		t.Errorf("step %s, payer %+v", v.State, v.Payer)
	}
}

func TestChangedPurchaseIsReviewed(t *testing.T) {
	w := newWorld(t)
	_, link := w.make(nil)
	seen := w.open(link)
	w.provider.payment.Purchase.Amount = 99900
	err := w.Pay(t.Context(), link, hpp.PayForm{Category: seen.Selected, Revision: seen.Revision})
	if !errors.Is(err, hpp.ErrChanged) || len(w.provider.keys) != 0 {
		t.Errorf("%v, provider asked %d times", err, len(w.provider.keys))
	}
	if v := w.open(link); v.Purchase.Amount != 99900 || v.Session.Status != hpp.Waiting {
		t.Errorf("amount %d, status %s", v.Purchase.Amount, v.Session.Status)
	}
}

func TestPressingTwiceIsOneAttempt(t *testing.T) {
	w := newWorld(t)
	arrived, answer := make(chan struct{}), make(chan struct{})
	w.provider.authorize = func(hpp.Authorization) (hpp.Verdict, error) {
		close(arrived)
		<-answer
		return hpp.Verdict{Kind: hpp.Approved, Token: "t"}, nil
	}
	var placed atomic.Int64
	w.provider.place = func(string) (hpp.Order, error) {
		placed.Add(1)
		return hpp.Order{ID: "o"}, nil
	}
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode = "PLACE_ORDER" })
	first := make(chan error)
	go func() { first <- w.pay(link) }()
	<-arrived
	form := hpp.PayForm{Category: hpp.PayLater, Revision: s.Purchase.Revision()}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := w.Pay(t.Context(), link, form); !errors.Is(err, hpp.ErrBusy) {
				t.Errorf("second press: %v, want busy", err)
			}
		})
	}
	wg.Wait()
	if v := w.open(link); v.State != hpp.PageChecking {
		t.Errorf("the second window shows %s", v.State)
	}
	close(answer)
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	if err := w.Pay(t.Context(), link, form); !errors.Is(err, hpp.ErrClosed) || placed.Load() != 1 {
		t.Errorf("pressing after: %v; %d orders", err, placed.Load())
	}
}

func TestTimeIsUp(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	if want := start.Add(47 * time.Hour); !s.ExpiresAt.Equal(want) {
		t.Fatalf("expires %s, want %s", s.ExpiresAt, want)
	}
	form := hpp.PayForm{Category: hpp.PayLater, Revision: s.Purchase.Revision()}
	w.clock = s.ExpiresAt
	if err := w.Pay(t.Context(), link, form); !errors.Is(err, hpp.ErrClosed) {
		t.Errorf("paying at the end: %v", err)
	}
	if v := w.open(link); v.State != hpp.PageExpired {
		t.Errorf("step %s", v.State)
	}
	if _, err := w.Read(t.Context(), w.merchant, s.ID); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("read after the end: %v", err)
	}
	w.clock = s.ExpiresAt.Add(-time.Millisecond)
	if err := w.Pay(t.Context(), link, form); err != nil {
		t.Errorf("paying a moment before the end: %v", err)
	}
}

// Retrying takes back an attempt. Where there was none it changes nothing.
func TestNothingToRetry(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(func(c *hpp.SessionRequest) { c.URLs.Back = "https://shop.test/back" })
	if err := w.Retry(t.Context(), link); !errors.Is(err, hpp.ErrNothingToRetry) || len(w.statuses(s.ID)) != 0 {
		t.Errorf("on a page just opened: %v, events %v", err, w.statuses(s.ID))
	}
	if _, err := w.GoBack(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if err := w.Retry(t.Context(), link); !errors.Is(err, hpp.ErrNothingToRetry) || len(w.statuses(s.ID)) != 2 {
		t.Errorf("on a page that was left: %v, events %v", err, w.statuses(s.ID))
	}
}

// A gesture is sent beside the form that it leads to. Which of the two comes first
// is chance: a payer who left is not brought back by it.
func TestAGestureThatComesAfterItsForm(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(func(c *hpp.SessionRequest) { c.URLs.Back = "https://shop.test/back" })
	_, err := w.act(t.Context(), link, func(v hpp.PageView) (hpp.PageView, error) {
		if _, err := w.GoBack(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		return v, w.SessionService.Enter(t.Context(), v)
	})
	if told := w.statuses(s.ID); err != nil || len(told) != 2 {
		t.Errorf("%v, events %v", err, told)
	}
	if err := w.Enter(t.Context(), link); err != nil || len(w.statuses(s.ID)) != 3 {
		t.Errorf("on a page that was opened since: %v, events %v", err, w.statuses(s.ID))
	}
}
