package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// Service is what merchants do with their deliveries. All fields are required.
type Service struct {
	Store Store
	Jobs  outbox.Admin
	// Sessions takes the job of a delivery that is sent once more, with the
	// idempotency key of whoever asked.
	Sessions interface {
		Update(ctx context.Context, id hpp.SessionID, change func(*hpp.Session) (hpp.Change, error)) (hpp.Session, error)
	}
	// Repeat is the payload of such a job.
	Repeat func(merchant hpp.MerchantID, eventID, url string, body []byte) ([]byte, error)
	Wake   func(...hpp.JobKind)
	Now    func() time.Time
}

// Filter says which deliveries a list holds. Members that are empty ask for
// nothing; those that are set must all hold.
type Filter struct {
	States   []State
	Endpoint string
	Session  string
	Type     string    // of the event
	From, To time.Time // made not before From, and before To
}

func (f Filter) holds(d Delivery) bool {
	state := len(f.States) == 0
	for _, s := range f.States {
		state = state || s == d.State
	}
	return state && d.URL != "" && (f.Endpoint == "" || f.Endpoint == d.Endpoint) && (f.Session == "" || f.Session == d.Subject) &&
		(f.Type == "" || f.Type == d.Type) && !d.CreatedAt.Before(f.From) && (f.To.IsZero() || d.CreatedAt.Before(f.To))
}

// Page is a part of a list, the newest first.
type Page struct {
	Deliveries []Delivery // without bodies
	Next       string     // the event after which the list goes on; empty at the end
}

const (
	maxLooked = 5000 // events that one page looks at
	readAhead = 500  // events that are read at once
)

// List lists a merchant's deliveries before an event, the newest first; "" begins
// with the newest. A page may hold fewer than limit and still have a next.
func (s Service) List(ctx context.Context, m hpp.Merchant, f Filter, before string, limit int) (page Page, err error) {
	if f.Session != "" {
		return s.listOf(ctx, m, f, before, limit)
	}
	for looked := 0; looked < maxLooked; {
		found, err := s.Store.ListBefore(ctx, m.ID(), before, min(readAhead, maxLooked-looked))
		if err != nil {
			return Page{}, err
		}
		for _, d := range found {
			before = d.EventID
			if f.holds(d) {
				page.Deliveries = append(page.Deliveries, d)
			}
			if len(page.Deliveries) == limit {
				page.Next = before
				return page, nil
			}
		}
		if looked += len(found); len(found) < readAhead && looked < maxLooked {
			return page, nil
		}
	}
	page.Next = before
	return page, nil
}

// listOf is List for one session, which has few.
func (s Service) listOf(ctx context.Context, m hpp.Merchant, f Filter, before string, limit int) (page Page, err error) {
	all, err := s.Store.ListOf(ctx, m.ID(), f.Session)
	if err != nil {
		return Page{}, err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if d := all[i]; (before == "" || d.EventID < before) && f.holds(d) {
			if len(page.Deliveries) == limit {
				page.Next = page.Deliveries[limit-1].EventID
				return page, nil
			}
			d.Body = nil
			page.Deliveries = append(page.Deliveries, d)
		}
	}
	return page, nil
}

// Find answers a delivery by its id. hpp.ErrNotFound: there is none, or it is
// another merchant's.
func (s Service) Find(ctx context.Context, m hpp.Merchant, id string) (Delivery, error) {
	event, endpoint, ok := strings.Cut(id, ".")
	if !ok || endpoint != hpp.StatusUpdate {
		return Delivery{}, hpp.ErrNotFound
	}
	return s.Store.Find(ctx, m.ID(), event)
}

// Retry has a delivery tried now: one that waits or was given up as soon as
// those before it are done, one that was delivered once more, with the same id and
// bytes. Under an idempotency key a repeat does nothing again.
func (s Service) Retry(ctx context.Context, m hpp.Merchant, id string, key hpp.IdempotencyKey) (Delivery, error) {
	d, err := s.Find(ctx, m, id)
	if err != nil {
		return Delivery{}, err
	}
	if err := s.take(ctx, m, d, key); err != nil {
		return Delivery{}, err
	}
	if d.State == GivenUp {
		if err := s.Jobs.Replay(ctx, d.Subject, d.EventID, s.Now()); err != nil && !errors.Is(err, outbox.ErrNoDeadLetter) {
			return Delivery{}, fmt.Errorf("delivery: replay: %w", err)
		}
	}
	if err := s.Store.Hasten(ctx, d, s.Now()); err != nil {
		return Delivery{}, err
	}
	s.Wake(d.Kind())
	return s.Store.Find(ctx, m.ID(), d.EventID)
}

// take takes the idempotency key and, in the same commit, adds the job of what is
// sent once more. Somebody else may have added it meanwhile: then it is there.
func (s Service) take(ctx context.Context, m hpp.Merchant, d Delivery, key hpp.IdempotencyKey) error {
	key.Now = s.Now()
	change := hpp.Change{IdempotencyKey: key}
	if d.State == Delivered {
		payload, err := s.Repeat(m.ID(), d.EventID, d.URL, d.Body)
		if err != nil {
			return err
		}
		change.Jobs = []hpp.Job{{ID: d.EventID, Kind: d.Kind(), Seq: d.Seq, Due: s.Now(), Payload: payload}}
	}
	if key.Value == "" && len(change.Jobs) == 0 {
		return nil
	}
	_, err := s.Sessions.Update(ctx, hpp.SessionID(d.Subject), func(*hpp.Session) (hpp.Change, error) { return change, nil })
	if err == nil || d.State != Delivered || hpp.IsCode(err, hpp.CodeKeyReused) {
		return err
	}
	if now, found := s.Store.Find(ctx, m.ID(), d.EventID); found == nil && now.State != Delivered {
		return nil
	}
	return err
}
