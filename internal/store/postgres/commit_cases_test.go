package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// cutCase is one write whose commit goes unanswered: words tell its commit
// from all else that is sent, prepare makes what it works on, act is the
// write, and effects counts what came of it.
type cutCase struct {
	words   string
	prepare func(t *testing.T, db *postgres.DB) any
	act     func(ctx context.Context, db *postgres.DB, made any) error
	effects func(t *testing.T, db *postgres.DB, made any) int
}

const commit = "Q\x00\x00\x00\x0bcommit\x00" // the last message of a transaction

var cutCases = map[string]cutCase{
	"insert": {
		words: "cut-me",
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			got, err := insert(ctx, db, "cut-me", hpp.IdempotencyKey{})
			if err == nil && got.ID != "cut-me" {
				err = fmt.Errorf("answered %s", got.ID)
			}
			return err
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int {
			rows, err := db.Outbox().Claim(t.Context(), "expire", epoch, epoch.Add(time.Minute), 9, outbox.Shares{})
			check(t, err)
			_, err = db.Sessions().FindByLink(t.Context(), []byte("link cut-me"))
			check(t, err)
			return len(rows)
		},
	},
	"insert under a key": {
		words: "cut-me",
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			for range 2 { // a repeat is told the same
				got, err := insert(ctx, db, "cut-me", hpp.IdempotencyKey{Value: "k", Fingerprint: []byte("f"), Now: epoch})
				if err != nil || got.ID != "cut-me" {
					return fmt.Errorf("answered %s, %w", got.ID, err)
				}
			}
			return nil
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int {
			ids, err := db.Sessions().ListByPayment(t.Context(), newSession("cut-me").Payment)
			check(t, err)
			return len(ids)
		},
	},
	"update": {
		words: commit, prepare: sessionA,
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			s, err := count(ctx, db, "a", "e1")
			if err == nil && s.Version != 2 {
				err = fmt.Errorf("answered version %d", s.Version)
			}
			return err
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int { return tries(t, db, "a") },
	},
	"update without an event": {
		words: commit, prepare: sessionA,
		act:     func(ctx context.Context, db *postgres.DB, _ any) error { _, err := count(ctx, db, "a", ""); return err },
		effects: func(t *testing.T, db *postgres.DB, _ any) int { return tries(t, db, "a") },
	},
	"handover under a quota": {
		words: commit, prepare: sessionA,
		act: func(ctx context.Context, db *postgres.DB, _ any) error { return hand(ctx, db, "a", 1) },
		effects: func(t *testing.T, db *postgres.DB, _ any) int {
			all, err := db.Distributions().List(t.Context(), "a")
			check(t, err)
			if _, over := errors.AsType[hpp.ErrQuota](hand(t.Context(), db, "a", 1)); !over {
				t.Error("the quota has room")
			}
			return len(all)
		},
	},
	"claim": {
		words: "callback",
		prepare: func(t *testing.T, db *postgres.DB) any {
			sessionA(t, db)
			_, err := count(t.Context(), db, "a", "lease-me")
			check(t, err)
			return nil
		},
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			rows, err := db.Outbox().Claim(ctx, "callback", epoch, epoch.Add(time.Minute), 5, outbox.Shares{})
			if err == nil && len(rows) != 1 {
				err = fmt.Errorf("claimed %v", rows)
			}
			if err == nil {
				err = db.Outbox().Retry(ctx, rows[0], epoch, "x")
			}
			return err
		},
		effects: later,
	},
	"done": {
		words: "DELETE FROM outbox", prepare: due,
		act: func(ctx context.Context, db *postgres.DB, row any) error {
			return db.Outbox().Done(ctx, row.(outbox.Job))
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int { return 1 - pending(t, db) },
	},
	"retry": {
		words: "attempts + 1", prepare: due,
		act: func(ctx context.Context, db *postgres.DB, row any) error {
			return db.Outbox().Retry(ctx, row.(outbox.Job), epoch, "down")
		},
		effects: later,
	},
	"discard and replay": {
		words: "attempts", prepare: due,
		act: func(ctx context.Context, db *postgres.DB, row any) error {
			if err := db.Outbox().Discard(ctx, row.(outbox.Job), epoch, "down"); err != nil {
				return err
			}
			return db.Outbox().Replay(ctx, "a", "e1", epoch)
		},
		effects: func(t *testing.T, db *postgres.DB, made any) int { return later(t, db, made) + pending(t, db) },
	},
	"rotate": {
		words: commit, prepare: account,
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			return db.Merchants().Rotate(ctx, merchant.Credential{Username: "u2", Merchant: "m1", PasswordHash: []byte("2"), CreatedAt: epoch}, epoch)
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int {
			a, err := db.Merchants().Account(t.Context(), "m1")
			check(t, err)
			return len(a.InUse(epoch))
		},
	},
	"callback secret": {
		words: commit, prepare: account,
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			a, err := db.Merchants().RotateWebhook(ctx, "m1", epoch, epoch)
			if err == nil && a.WebhookVersion != 2 {
				err = fmt.Errorf("answered version %d", a.WebhookVersion)
			}
			return err
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int {
			a, err := db.Merchants().Account(t.Context(), "m1")
			check(t, err)
			return int(a.WebhookVersion) - 1
		},
	},
	"access code": {
		words: commit,
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			return db.Accesses().InsertAccess(ctx, hpp.AccessCode{Secret: []byte("s"), Code: []byte("c"), Digits: []byte("d"), ExpiresAt: epoch.Add(time.Hour), Network: []byte("n"), SeenAt: epoch}, epoch, hpp.AccessLimits{Total: 5, PerNetwork: 5})
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int {
			_, err := db.Accesses().FindAccess(t.Context(), []byte("s"))
			check(t, err)
			return 1
		},
	},
	"profile": {
		words: commit,
		act: func(ctx context.Context, db *postgres.DB, _ any) error {
			created, err := db.Profiles().PutProfile(ctx, hpp.Profile{ID: "p", Merchant: "m1", UpdatedAt: epoch}, 5)
			if err == nil && !created {
				err = errors.New("answered that it was there")
			}
			return err
		},
		effects: func(t *testing.T, db *postgres.DB, _ any) int {
			all, err := db.Profiles().ListProfiles(t.Context(), "m1")
			check(t, err)
			return len(all)
		},
	},
	"capture":             {words: commit, prepare: placedOrder, act: capture(endpoint.IdempotencyKey{At: epoch}), effects: captures},
	"capture under a key": {words: commit, prepare: placedOrder, act: capture(endpoint.IdempotencyKey{Key: "k\xff", Fingerprint: []byte("f"), At: epoch}), effects: captures},
}
