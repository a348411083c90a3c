package hpp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Whatever payers, merchants, providers and clocks do, in any order: the
// events are a path of the table without gaps, nothing follows a final state,
// an order exists exactly when the session is completed, and at most one.
func TestAnyLife(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		life := &life{world: w, r: r}
		life.session, life.link = w.make(func(c *hpp.SessionRequest) {
			c.PlaceOrderMode = rapid.SampledFrom([]string{"NONE", "PLACE_ORDER", "CAPTURE_ORDER"}).Draw(r, "mode")
			c.Fallback = new(rapid.Bool().Draw(r, "fallback"))
			c.URLs.Back = rapid.SampledFrom([]string{"", "https://shop.test/back"}).Draw(r, "back")
		})
		w.provider.authorize = life.authorize
		w.provider.place = life.place
		w.provider.capture = func(string, int64, string) error { return life.fault("capture") }
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			life.step()
			life.check()
		}
	})
}

type life struct {
	*world
	r       *rapid.T
	session hpp.Session
	link    string
	orders  map[string]string // order by token
	status  hpp.Status
}

func (l *life) fault(where string) error {
	switch rapid.IntRange(0, 9).Draw(l.r, where+" outcome") {
	case 0:
		return errSilent
	case 1:
		return &hpp.Refusal{Code: "INVALID_OPERATION"}
	}
	return nil
}

func (l *life) authorize(a hpp.Authorization) (hpp.Verdict, error) {
	if rapid.IntRange(0, 9).Draw(l.r, "merchant disables meanwhile") == 0 {
		_ = l.Disable(l.t.Context(), l.merchant, l.session.ID)
	}
	if err := l.fault("authorize"); err != nil {
		return hpp.Verdict{}, err
	}
	kind := rapid.SampledFrom([]hpp.VerdictKind{hpp.Approved, hpp.Declined, hpp.Challenged, hpp.Incorrect, "nonsense"}).Draw(l.r, "verdict")
	return hpp.Verdict{Kind: kind, Token: "token of " + a.Key, Fields: []string{"email"}, Withdrawn: rapid.Bool().Draw(l.r, "withdrawn")}, nil
}

func (l *life) place(token string) (hpp.Order, error) {
	if err := l.fault("place"); err != nil {
		return hpp.Order{}, err
	}
	if l.orders == nil {
		l.orders = map[string]string{}
	}
	l.orders[token] = "order of " + token
	return hpp.Order{ID: l.orders[token]}, nil
}

func (l *life) step() {
	ctx := l.t.Context()
	var err error
	switch rapid.SampledFrom([]string{"pay", "pay", "pay", "confirm", "retry", "enter", "back", "cancel", "disable", "expire", "reconcile", "wait"}).Draw(l.r, "act") {
	case "pay":
		err = l.Pay(ctx, l.link, hpp.PayForm{Category: hpp.PayLater, Revision: l.session.Purchase.Revision()})
	case "confirm":
		err = l.Confirm(ctx, l.link, "123456")
	case "retry":
		err = l.Retry(ctx, l.link)
	case "enter":
		err = l.Enter(ctx, l.link)
	case "back":
		_, err = l.GoBack(ctx, l.link)
	case "cancel":
		err = l.CancelPayment(ctx, l.link)
	case "disable":
		err = l.Disable(ctx, l.merchant, l.session.ID)
	case "expire":
		err = l.Expire(ctx, l.session.ID)
	case "reconcile":
		err = l.Reconcile(ctx, l.session.ID)
		if errors.Is(err, errSilent) {
			err = nil
		}
		if err != nil && err.Error() == "provider gave an unknown verdict: nonsense" {
			err = nil
		}
	case "wait":
		l.clock = l.clock.Add(time.Duration(rapid.IntRange(1, 47*3600).Draw(l.r, "seconds")) * time.Second)
	}
	_, told := errors.AsType[*hpp.Error](err)
	_, later := errors.AsType[hpp.ErrRetryLater](err)
	if err != nil && !told && !later && !isFormError(err) {
		l.r.Fatalf("an act failed without a reason for people: %v", err)
	}
}

func (l *life) check() {
	s, err := l.SessionService.Store.Find(l.t.Context(), l.session.ID)
	if err != nil {
		l.r.Fatal(err)
	}
	path := []hpp.Status{hpp.Waiting}
	for _, to := range l.statuses(s.ID) {
		from := path[len(path)-1]
		legal := false
		for _, next := range hpp.Table[from] {
			legal = legal || next == to
		}
		if !legal {
			l.r.Fatalf("%v then %s is not in the table", path, to)
		}
		path = append(path, to)
	}
	if path[len(path)-1] != s.Status || int64(len(path)-1) != s.EventCount {
		l.r.Fatalf("status %s after %d events, but the log says %v", s.Status, s.EventCount, path)
	}
	if l.status.Final() && s.Status != l.status {
		l.r.Fatalf("final %s became %s", l.status, s.Status)
	}
	l.status = s.Status
	placed := s.Status == hpp.Completed && s.Options.PlaceOrderMode != hpp.PlaceNone
	if placed != (s.Result.OrderID != "") {
		l.r.Fatalf("status %s, order %q", s.Status, s.Result.OrderID)
	}
	if s.Result.OrderID != "" && l.orders[strings.TrimPrefix(s.Result.OrderID, "order of ")] != s.Result.OrderID {
		l.r.Fatalf("order %q was never placed", s.Result.OrderID)
	}
	if s.Status.Final() && s.Attempt != nil {
		l.r.Fatalf("%s with an attempt under way", s.Status)
	}
}
