package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Playground is the built-in provider's store.
type Playground struct{ db *DB }

// Playground answers the part of the database that the built-in provider uses.
func (d *DB) Playground() Playground { return Playground{d} }

var _ provider.Store = Playground{}

// answered runs act in one transaction under an idempotency key.
func (p Playground) answered(ctx context.Context, merchant hpp.MerchantID, once endpoint.IdempotencyKey,
	act func(*transaction) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	var answer endpoint.Answer
	err := p.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		told, found, err := recall(ctx, tx, merchant, once)
		if err != nil || found {
			answer = told
			return err
		}
		if answer, err = act(tx); err != nil {
			return err
		}
		return remember(ctx, tx, merchant, once, answer)
	})
	if err != nil {
		return endpoint.Answer{}, err
	}
	return answer, nil
}

// InsertSession implements provider.Store.
func (p Playground) InsertSession(ctx context.Context, s payment.Session, answer endpoint.Answer, once endpoint.IdempotencyKey) (endpoint.Answer, error) {
	return p.answered(ctx, s.Merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		text, err := json.Marshal(s)
		if err != nil {
			return endpoint.Answer{}, fmt.Errorf("sqlite: encode payment session: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO playground_sessions
			(session_id, merchant_id, version, created_at, expires_at, document) VALUES (?, ?, 1, ?, ?, ?)`,
			s.ID, s.Merchant, millis(s.CreatedAt), millis(s.ExpiresAt), string(text))
		if err != nil {
			return endpoint.Answer{}, fmt.Errorf("sqlite: insert payment session: %w", err)
		}
		return answer, nil
	})
}

const selectPaymentSession = `SELECT version, document FROM playground_sessions WHERE merchant_id = ? AND `

func scanPaymentSession(row *sql.Row) (payment.Session, error) {
	var s payment.Session
	var version int64
	err := scanDocument(row, &s, &version)
	s.Version = version
	return s, err
}

// scanDocument reads a row of version and document.
func scanDocument(row *sql.Row, into any, version *int64) error {
	var text []byte
	err := row.Scan(version, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return endpoint.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("sqlite: read: %w", err)
	}
	if err := sessionjson.Read(text, into); err != nil {
		return fmt.Errorf("sqlite: decode: %w", err)
	}
	return nil
}

// Session implements provider.Store.
func (p Playground) Session(ctx context.Context, merchant hpp.MerchantID, id string) (payment.Session, error) {
	return scanPaymentSession(p.db.read.QueryRowContext(ctx, selectPaymentSession+"session_id = ?", merchant, id))
}

// UpdateSession implements provider.Store.
func (p Playground) UpdateSession(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	return p.answered(ctx, merchant, once, func(tx *transaction) (endpoint.Answer, error) {
		s, err := scanPaymentSession(tx.QueryRowContext(ctx, selectPaymentSession+"session_id = ?", merchant, id))
		if err != nil {
			return endpoint.Answer{}, err
		}
		answer, err := change(&s)
		if err != nil {
			return endpoint.Answer{}, err
		}
		return answer, savePaymentSession(ctx, tx, s)
	})
}

// savePaymentSession writes a session that was loaded in version s.Version.
func savePaymentSession(ctx context.Context, tx *transaction, s payment.Session) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("sqlite: encode payment session: %w", err)
	}
	var token any
	if s.Authorization != nil {
		token = s.Authorization.Token
	}
	result, err := tx.ExecContext(ctx, `UPDATE playground_sessions SET token = ?, version = version + 1, document = ?
		WHERE session_id = ? AND version = ?`, token, string(text), s.ID, s.Version)
	if err != nil {
		return fmt.Errorf("sqlite: save payment session: %w", err)
	}
	if err := oneRow(result, "payment session "+s.ID); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, s.Merchant, s.Jobs)
}

// oneRow fails when a conditional update found its row changed.
func oneRow(result sql.Result, what string) error {
	if rows, err := result.RowsAffected(); err != nil || rows != 1 {
		return errors.Join(fmt.Errorf("sqlite: %s changed meanwhile", what), err)
	}
	return nil
}
