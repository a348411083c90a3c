package fsck

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// fake is a source of as many sessions as are wanted, each completed with an
// order, which it makes as they are read.
type fake struct {
	sessions int
	links    iter.Seq2[Link, error]
	events   func(n int) []Event // nil: the right ones
}

func (f fake) OneMoment() bool { return true }

func id(n int) hpp.SessionID { return hpp.SessionID(fmt.Sprintf("s%08d", n)) }

func session(n int) Session {
	s := Session{Session: hpp.Session{
		ID: id(n), Merchant: "m", Payment: hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: fmt.Sprintf("p%08d", n)},
		Purchase: hpp.Purchase{Currency: "SEK", Amount: 100}, Options: hpp.Options{PlaceOrderMode: hpp.PlaceOrder},
		Status: hpp.Completed, Version: 3, EventCount: 2, Result: hpp.Result{OrderID: fmt.Sprintf("o%08d", n)}, UpdatedAt: now, ExpiresAt: now,
	}}
	s.Row = Row{s.Merchant, s.Payment, s.Status, s.Version, s.ExpiresAt}
	return s
}

func events(n int) []Event {
	event := func(seq int64, status hpp.Status) Event {
		return Event{id(n), hpp.Event{ID: fmt.Sprintf("e%08d-%d", n, seq), Seq: seq, Status: status, At: now}}
	}
	return []Event{event(1, hpp.InProgress), event(2, hpp.Completed)}
}

func order(n int) Order {
	s := session(n)
	return Order{
		ID: s.Result.OrderID, Payment: s.Payment.ID, Merchant: "m", Version: 1, Amount: 100, Captured: 100, DocumentAmount: 100,
		Placed: Placed{Amount: 100, Currency: "SEK"}, Movements: 1,
	}
}

// each makes so many, one after the other.
func each[T any](n int, maker func(int) []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for i := range n {
			for _, one := range maker(i) {
				if !yield(one, nil) {
					return
				}
			}
		}
	}
}

func one[T any](maker func(int) T) func(int) []T { return func(n int) []T { return []T{maker(n)} } }

func none[T any]() iter.Seq2[T, error] { return func(func(T, error) bool) {} }

func (f fake) Sessions(context.Context) iter.Seq2[Session, error] {
	return each(f.sessions, one(session))
}
func (f fake) SessionsByPayment(context.Context) iter.Seq2[Session, error] {
	return each(f.sessions, one(session))
}

func (f fake) Events(context.Context) iter.Seq2[Event, error] {
	if f.events != nil {
		return each(f.sessions, f.events)
	}
	return each(f.sessions, events)
}
func (f fake) EventsByID(context.Context) iter.Seq2[Event, error] { return each(f.sessions, events) }

// Published are those of events, and Tries bring each to its merchant at once.
func (f fake) Published(context.Context) iter.Seq2[Published, error] {
	return each(f.sessions, func(n int) (all []Published) {
		for _, e := range events(n) {
			all = append(all, Published{Session: e.Session, ID: e.ID, Merchant: "m", Seq: e.Seq, Called: true})
		}
		return all
	})
}
func (f fake) Tries(context.Context) iter.Seq2[Try, error] {
	return each(f.sessions, func(n int) (all []Try) {
		for _, e := range events(n) {
			all = append(all, Try{Session: e.Session, Event: e.ID, Endpoint: "status_update", Number: 1, Taken: true})
		}
		return all
	})
}

func (f fake) Jobs(context.Context) iter.Seq2[Job, error] { return none[Job]() }
func (f fake) Distributions(context.Context) iter.Seq2[Distribution, error] {
	return none[Distribution]()
}
func (f fake) Keys(context.Context) iter.Seq2[Key, error]             { return none[Key]() }
func (f fake) SearchKeys(context.Context) iter.Seq2[SearchKey, error] { return none[SearchKey]() }

func (f fake) Links(context.Context) iter.Seq2[Link, error] { return f.links }
func (f fake) OrdersByPayment(context.Context) iter.Seq2[Order, error] {
	return each(f.sessions, one(order))
}
func (f fake) Orders(context.Context) iter.Seq2[Order, error] { return each(f.sessions, one(order)) }
func (f fake) Captures(context.Context) iter.Seq2[Movement, error] {
	return each(f.sessions, func(n int) []Movement {
		return []Movement{{Order: order(n).ID, Number: 1, ID: fmt.Sprintf("c%08d", n), Amount: 100}}
	})
}
func (f fake) Refunds(context.Context) iter.Seq2[Movement, error] { return none[Movement]() }

func (f fake) UpstreamAccounts(context.Context) iter.Seq2[UpstreamAccount, error] {
	return none[UpstreamAccount]()
}

// check is a check of a source; tell may be nil.
func check(t *testing.T, source Source, tell func(string, int64)) Check {
	t.Helper()
	if tell == nil {
		tell = func(string, int64) {}
	}
	return Check{
		Source: source, Quiescent: true, Now: now, Provider: "builtin", Tries: 14, Refusal: func(string) bool { return false },
		Found: func(f Finding) { t.Errorf("%+v", f) }, Progress: tell,
	}
}
