package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Playground is the built-in provider's store.
type Playground struct{ db *DB }

// Playground answers the part of the database that the built-in provider uses.
func (d *DB) Playground() Playground { return Playground{d} }

var _ provider.Store = Playground{}

// answered runs do in one transaction under an idempotency key. The key is
// taken first: of two requests with one key the second waits, and is told what
// the first was.
func (p Playground) answered(ctx context.Context, merchant hpp.MerchantID, once endpoint.IdempotencyKey,
	do func(context.Context, pgx.Tx) (endpoint.Answer, error), saved conn.WasCommitted,
) (endpoint.Answer, error) {
	var answer endpoint.Answer
	if once.Key != "" {
		saved = conn.Idempotent // the key knows
	}
	err := p.db.pool.Update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		told, found, err := recall(ctx, tx, merchant, once)
		if err != nil || found {
			answer = told
			return err
		}
		if answer, err = do(ctx, tx); err != nil {
			return err
		}
		return remember(ctx, tx, merchant, once, answer)
	}, saved)
	if err != nil {
		return endpoint.Answer{}, err
	}
	return answer, nil
}

// present is the WasCommitted of a new row, whose id nobody else has.
func present(query, id string) conn.WasCommitted {
	return func(ctx context.Context, tx pgx.Tx) (is bool, err error) {
		err = tx.QueryRow(ctx, query, id).Scan(&is)
		return is, err
	}
}

// InsertSession implements provider.Store.
func (p Playground) InsertSession(ctx context.Context, s payment.Session, answer endpoint.Answer, once endpoint.IdempotencyKey) (endpoint.Answer, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return endpoint.Answer{}, fmt.Errorf("postgres: encode payment session: %w", err)
	}
	return p.answered(ctx, s.Merchant, once, func(ctx context.Context, tx pgx.Tx) (endpoint.Answer, error) {
		_, err := tx.Exec(ctx, `INSERT INTO playground_sessions
			(session_id, merchant_id, version, created_at, expires_at, document) VALUES ($1, $2, 1, $3, $4, $5)`,
			s.ID, s.Merchant, millis(s.CreatedAt), millis(s.ExpiresAt), text)
		if err != nil {
			return endpoint.Answer{}, fmt.Errorf("postgres: insert payment session: %w", err)
		}
		return answer, nil
	}, present(`SELECT EXISTS (SELECT 1 FROM playground_sessions WHERE session_id = $1)`, s.ID))
}

const (
	selectPaymentSession    = `SELECT version, document FROM playground_sessions WHERE session_id = $1`
	selectMerchantsPayment  = selectPaymentSession + ` AND merchant_id = $2`
	selectAuthorizedPayment = `SELECT version, document FROM playground_sessions WHERE token = $1 AND merchant_id = $2`
	selectPaymentMark       = `SELECT version, mark FROM playground_sessions WHERE session_id = $1 FOR UPDATE`
)

func scanPaymentSession(row pgx.Row) (payment.Session, error) {
	var s payment.Session
	var version int64
	err := scanDocument(row, &s, &version)
	s.Version = version
	return s, err
}

// scanDocument reads a row of version and document.
func scanDocument(row pgx.Row, into any, version *int64) error {
	var text []byte
	err := row.Scan(version, &text)
	if conn.IsNoRows(err) {
		return endpoint.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("postgres: read: %w", err)
	}
	if err := sessionjson.Read(text, into); err != nil {
		return fmt.Errorf("postgres: decode: %w", err)
	}
	return nil
}

// Session implements provider.Store.
func (p Playground) Session(ctx context.Context, merchant hpp.MerchantID, id string) (payment.Session, error) {
	return scanPaymentSession(p.db.pool.QueryRow(ctx, selectMerchantsPayment, id, merchant))
}

// UpdateSession implements provider.Store.
func (p Playground) UpdateSession(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	marker := conn.NewCommitMarker()
	return p.answered(ctx, merchant, once, func(ctx context.Context, tx pgx.Tx) (endpoint.Answer, error) {
		s, err := scanPaymentSession(tx.QueryRow(ctx, selectMerchantsPayment+` FOR UPDATE`, id, merchant))
		if err != nil {
			return endpoint.Answer{}, err
		}
		marker.Version = s.Version
		answer, err := change(&s)
		if err != nil {
			return endpoint.Answer{}, err
		}
		return answer, savePaymentSession(ctx, tx, s, marker)
	}, marker.WasCommitted(selectPaymentMark, &id))
}

// savePaymentSession writes a session that was loaded in version s.Version.
func savePaymentSession(ctx context.Context, tx pgx.Tx, s payment.Session, marker *conn.CommitMarker) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("postgres: encode payment session: %w", err)
	}
	var token *string
	if s.Authorization != nil {
		token = &s.Authorization.Token
	}
	tag, err := tx.Exec(ctx, `UPDATE playground_sessions SET token = $1, version = version + 1, mark = $2, document = $3
		WHERE session_id = $4 AND version = $5`, token, marker.Bytes, text, s.ID, s.Version)
	if err != nil {
		return fmt.Errorf("postgres: save payment session: %w", err)
	}
	if err := oneRow(tag.RowsAffected(), "payment session "+s.ID); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, s.Merchant, s.Jobs)
}

// oneRow fails when a conditional update found its row changed.
func oneRow(changed int64, what string) error {
	if changed != 1 {
		return fmt.Errorf("postgres: %s changed meanwhile", what)
	}
	return nil
}
