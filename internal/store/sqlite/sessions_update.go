package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// Update implements hpp.Store. The version in the WHERE decides races even
// where a transaction would not.
func (s Sessions) Update(ctx context.Context, id hpp.SessionID, change func(*hpp.Session) (hpp.Change, error)) (hpp.Session, error) {
	var session hpp.Session
	var claim hpp.IdempotencyKey
	err := s.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		loaded, err := scanSession(tx.QueryRowContext(ctx, selectSession+"session_id = ?", id))
		if err != nil {
			return err
		}
		session = loaded
		next := loaded
		added, err := change(&next)
		if err != nil {
			return err
		}
		next.Version = loaded.Version + 1
		if claim = added.IdempotencyKey; claim.Value != "" {
			if err := claimKey(ctx, tx, next, claim.Now, claim); err != nil {
				return err
			}
		}
		if err := save(ctx, tx, loaded, next, added); err != nil {
			return err
		}
		session = next
		return nil
	})
	if errors.Is(err, errClaimed) {
		return s.FindByIdempotencyKey(ctx, session.Merchant, claim)
	}
	return session, err
}

func save(ctx context.Context, tx *transaction, loaded, next hpp.Session, added hpp.Change) error {
	text, err := sessionjson.Encode(next)
	if err != nil {
		return err
	}
	result, err := tx.ExecContext(ctx, `UPDATE sessions SET status = ?, version = ?, document = ?, reference = ? WHERE session_id = ? AND version = ?`,
		next.Status, next.Version, string(text), next.Reference, next.ID, loaded.Version)
	if err != nil {
		return fmt.Errorf("sqlite: save session: %w", err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows != 1 {
		return errors.Join(fmt.Errorf("sqlite: session %s changed meanwhile", next.ID), err)
	}
	for _, e := range added.Events {
		_, err := tx.ExecContext(ctx, `INSERT INTO events (session_id, seq, event_id, status, at, detail) VALUES (?, ?, ?, ?, ?, ?)`,
			next.ID, e.Seq, e.ID, e.Status, millis(e.At), e.Detail)
		if err != nil {
			return fmt.Errorf("sqlite: insert event: %w", err)
		}
	}
	if err := sqlrows.InsertSearchKeys(ctx, shared(tx), len(loaded.SearchKeys), next); err != nil {
		return err
	}
	for _, e := range added.Published {
		_, err := tx.ExecContext(ctx, sqlrows.InsertMerchantEvent, sqlrows.MerchantEventValues(string(next.ID), next.Merchant, e)...)
		if err != nil {
			return fmt.Errorf("sqlite: insert merchant's event: %w", err)
		}
	}
	if err := sqlrows.InsertHandover(ctx, shared(tx), next, added.Handover); err != nil {
		return err
	}
	if err := sqlrows.InsertTokenClaim(ctx, shared(tx), next, added.TokenClaim); err != nil {
		return err
	}
	return insertJobs(ctx, tx, next, added.Jobs, next.UpdatedAt)
}

func insertJobs(ctx context.Context, tx *transaction, session hpp.Session, jobs []hpp.Job, now time.Time) error {
	for _, j := range jobs {
		payload := j.Payload
		if payload == nil {
			payload = []byte{}
		}
		_, err := tx.ExecContext(ctx, sqlrows.InsertJob,
			j.Subject(session.ID), j.ID, j.Kind, session.Merchant, j.Seq, millis(j.Due), payload, millis(now))
		if err != nil {
			return fmt.Errorf("sqlite: insert job: %w", err)
		}
	}
	return nil
}
