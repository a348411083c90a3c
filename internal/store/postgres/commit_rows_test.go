package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

var epoch = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func newSession(id string) hpp.Session {
	return hpp.Session{
		ID: hpp.SessionID(id), Merchant: "m1", Shop: "Lamps & Co",
		Payment:  hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: "kp-" + id},
		Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 12500, Lines: []hpp.Line{{Name: "Lampa", Quantity: 1, Total: 12500}}},
		Channel:  hpp.Ecommerce, Options: hpp.Options{PlaceOrderMode: hpp.PlaceNone, PurchaseType: hpp.Buy},
		Status: hpp.Waiting, Seed: []byte(id), CreatedAt: epoch, UpdatedAt: epoch, ExpiresAt: epoch.Add(47 * time.Hour),
	}
}

func expireJob(id string) []hpp.Job {
	return []hpp.Job{{ID: "x-" + id, Kind: hpp.JobExpire, Due: epoch}}
}

func insert(ctx context.Context, db *postgres.DB, id string, claim hpp.IdempotencyKey) (hpp.Session, error) {
	return db.Sessions().Insert(ctx, newSession(id), []byte("link "+id), expireJob(id), claim)
}

// count adds one try and one event to a session, whose id is the caller's.
func count(ctx context.Context, db *postgres.DB, id, event string) (hpp.Session, error) {
	return db.Sessions().Update(ctx, hpp.SessionID(id), func(s *hpp.Session) (hpp.Change, error) {
		s.AttemptCount++
		s.EventCount++
		if event == "" {
			s.EventCount--
			return hpp.Change{}, nil
		}
		return hpp.Change{
			Events: []hpp.Event{{ID: event, Seq: s.EventCount, Status: s.Status, At: epoch}},
			Jobs:   []hpp.Job{{ID: event, Kind: hpp.JobCallback, Seq: s.EventCount, Due: epoch, Payload: []byte(event)}},
		}, nil
	})
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func tries(t *testing.T, db *postgres.DB, id string) int {
	t.Helper()
	s, err := db.Sessions().Find(t.Context(), hpp.SessionID(id))
	check(t, err)
	events, err := db.Sessions().ListEvents(t.Context(), "m1", s.ID)
	check(t, err)
	if int64(len(events)) != s.EventCount || s.Version != int64(s.AttemptCount)+1 {
		t.Errorf("%d events of %d, version %d after %d tries", len(events), s.EventCount, s.Version, s.AttemptCount)
	}
	return s.AttemptCount
}

func sessionA(t *testing.T, db *postgres.DB) any {
	t.Helper()
	_, err := insert(t.Context(), db, "a", hpp.IdempotencyKey{})
	check(t, err)
	return nil
}

// due claims the only callback of session a.
func due(t *testing.T, db *postgres.DB) any {
	t.Helper()
	sessionA(t, db)
	_, err := count(t.Context(), db, "a", "e1")
	check(t, err)
	rows, err := db.Outbox().Claim(t.Context(), "callback", epoch, epoch.Add(time.Minute), 5, outbox.Shares{})
	check(t, err)
	return rows[0]
}

func pending(t *testing.T, db *postgres.DB) (n int) {
	t.Helper()
	all, err := db.Outbox().Backlog(t.Context())
	check(t, err)
	for _, b := range all {
		if b.Kind == "callback" {
			n = int(b.Pending)
		}
	}
	return n
}

func later(t *testing.T, db *postgres.DB, _ any) int {
	t.Helper()
	rows, err := db.Outbox().Claim(t.Context(), "callback", epoch.Add(time.Hour), epoch.Add(2*time.Hour), 5, outbox.Shares{})
	check(t, err)
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	return rows[0].Attempts
}

func hand(ctx context.Context, db *postgres.DB, id string, limit int64) error {
	_, err := db.Sessions().Update(ctx, hpp.SessionID(id), func(s *hpp.Session) (hpp.Change, error) {
		s.DistributionCount++
		s.AttemptCount++
		return hpp.Change{Handover: &hpp.Handover{
			Quotas: []hpp.Quota{{Scope: "to kim", Day: 7, Limit: limit}},
			Distribution: hpp.Distribution{
				ID: fmt.Sprint("d", s.DistributionCount), Number: s.DistributionCount, Session: s.ID, Method: hpp.ByEmail,
				RecipientHash: []byte("kim"), State: hpp.DistributionQueued, QueuedAt: epoch,
			},
		}}, nil
	})
	return err
}

func account(t *testing.T, db *postgres.DB) any {
	t.Helper()
	check(t, db.Merchants().Insert(t.Context(), merchant.Account{ID: "m1", Name: "Lamps", WebhookVersion: 1, CreatedAt: epoch},
		merchant.Credential{Username: "u1", Merchant: "m1", PasswordHash: []byte("1"), CreatedAt: epoch}))
	return nil
}

func placedOrder(t *testing.T, db *postgres.DB) any {
	t.Helper()
	none := endpoint.IdempotencyKey{At: epoch}
	p := db.Provider()
	_, err := p.InsertSession(t.Context(), payment.Session{ID: "s", Merchant: "m1", CreatedAt: epoch, ExpiresAt: epoch, Authorization: &payment.Authorization{Token: "t"}}, endpoint.Answer{}, none)
	check(t, err)
	_, err = p.UpdateSession(t.Context(), "m1", "s", none, func(*payment.Session) (endpoint.Answer, error) { return endpoint.Answer{}, nil })
	check(t, err)
	_, err = p.UpdateAuthorized(t.Context(), "m1", "t", none, func(*payment.Session) (*order.Order, endpoint.Answer, error) {
		return &order.Order{ID: "o", SessionID: "s", Merchant: "m1", Amount: 1000, Fraud: order.FraudAccepted, CreatedAt: epoch, ExpiresAt: epoch}, endpoint.Answer{}, nil
	})
	check(t, err)
	return nil
}

func capture(once endpoint.IdempotencyKey) func(context.Context, *postgres.DB, any) error {
	return func(ctx context.Context, db *postgres.DB, _ any) error {
		answer, err := db.Provider().UpdateOrder(ctx, "m1", "o", once, func(o *order.Order) (endpoint.Answer, error) {
			n := len(o.Captures) + 1
			o.Captures = append(o.Captures, order.Capture{ID: fmt.Sprint("c", n), Number: n, Amount: 100, At: epoch})
			return endpoint.Answer{Status: 201, Body: fmt.Append(nil, n)}, nil
		})
		if err == nil && string(answer.Body) != "1" {
			err = fmt.Errorf("answered %s", answer.Body)
		}
		return err
	}
}

func captures(t *testing.T, db *postgres.DB, _ any) int {
	t.Helper()
	o, err := db.Provider().Order(t.Context(), "m1", "o")
	check(t, err)
	return len(o.Captures)
}
