package sqlrows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payment"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// Provider is the built-in provider's store.
type Provider struct{ db Engine }

// Provider answers the part of the database that the built-in provider uses.
func (s Stores) Provider() Provider { return Provider{s.engine} }

var _ provider.Store = Provider{}

// answered runs do in one transaction under an idempotency key. The key is
// taken first: of two requests with one key the second waits, and gets the
// answer of the first.
func (p Provider) answered(ctx context.Context, merchant hpp.MerchantID, once endpoint.IdempotencyKey,
	do func(context.Context, Tx) (endpoint.Answer, error), wasCommitted func(context.Context, Tx) (bool, error),
) (endpoint.Answer, error) {
	var answer endpoint.Answer
	if once.Key != "" {
		wasCommitted = idempotent // the key tells
	}
	err := p.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		before, found, err := recall(ctx, tx, merchant, once)
		if err != nil || found {
			answer = before
			return err
		}
		if answer, err = do(ctx, tx); err != nil {
			return err
		}
		return remember(ctx, tx, merchant, once, answer)
	}, wasCommitted)
	if err != nil {
		return endpoint.Answer{}, err
	}
	return answer, nil
}

// present is the check of a new row, whose id nobody else has.
func present(query, id string) func(context.Context, Tx) (bool, error) {
	return func(ctx context.Context, tx Tx) (is bool, err error) {
		err = tx.QueryRow(ctx, query, id).Scan(&is)
		return is, err
	}
}

// InsertSession implements provider.Store.
func (p Provider) InsertSession(ctx context.Context, s payment.Session, answer endpoint.Answer, once endpoint.IdempotencyKey) (endpoint.Answer, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return endpoint.Answer{}, fmt.Errorf("store: encode payment session: %w", err)
	}
	return p.answered(ctx, s.Merchant, once, func(ctx context.Context, tx Tx) (endpoint.Answer, error) {
		_, err := tx.Exec(ctx, `INSERT INTO playground_sessions
			(session_id, merchant_id, version, created_at, expires_at, document) VALUES ($1, $2, 1, $3, $4, $5)`,
			s.ID, s.Merchant, millis(s.CreatedAt), millis(s.ExpiresAt), string(text))
		if err != nil {
			return endpoint.Answer{}, fmt.Errorf("store: insert payment session: %w", err)
		}
		return answer, nil
	}, present(`SELECT EXISTS (SELECT 1 FROM playground_sessions WHERE session_id = $1)`, s.ID))
}

const (
	selectPaymentSession    = `SELECT version, document FROM playground_sessions WHERE session_id = $1`
	selectMerchantsPayment  = selectPaymentSession + ` AND merchant_id = $2`
	selectPaymentSince      = `SELECT version, CASE WHEN version <> $3 THEN document END FROM playground_sessions WHERE session_id = $1 AND merchant_id = $2`
	selectAuthorizedPayment = `SELECT version, document FROM playground_sessions WHERE token = $1 AND merchant_id = $2`
	selectPaymentMark       = `SELECT version, mark FROM playground_sessions WHERE session_id = $1 FOR UPDATE`
)

func scanPaymentSession(row Row) (payment.Session, error) {
	var s payment.Session
	var version int64
	err := scanDocument(row, &s, &version)
	s.Version = version
	return s, err
}

// scanDocument reads a row of version and document; none leaves into as it is.
func scanDocument(row Row, into any, version *int64) error {
	var text []byte
	err := row.Scan(version, &text)
	if errors.Is(err, ErrNoRow) {
		return endpoint.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("store: read: %w", err)
	}
	if text == nil {
		return nil
	}
	if err := sessionjson.Read(text, into); err != nil {
		return fmt.Errorf("store: decode: %w", err)
	}
	return nil
}

// Session implements provider.Store.
func (p Provider) Session(ctx context.Context, merchant hpp.MerchantID, id string) (payment.Session, error) {
	return scanPaymentSession(p.db.QueryRow(ctx, selectMerchantsPayment, id, merchant))
}

// SessionSince implements provider.Store.
func (p Provider) SessionSince(ctx context.Context, merchant hpp.MerchantID, id string, version int64) (s payment.Session, changed bool, err error) {
	var now int64
	err = scanDocument(p.db.QueryRow(ctx, selectPaymentSince, id, merchant, version), &s, &now)
	if err != nil || now == version {
		return payment.Session{}, false, err
	}
	s.Version = now
	return s, true, nil
}

// UpdateSession implements provider.Store.
func (p Provider) UpdateSession(ctx context.Context, merchant hpp.MerchantID, id string, once endpoint.IdempotencyKey,
	change func(*payment.Session) (endpoint.Answer, error),
) (endpoint.Answer, error) {
	marker := NewCommitMarker()
	return p.answered(ctx, merchant, once, func(ctx context.Context, tx Tx) (endpoint.Answer, error) {
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
func savePaymentSession(ctx context.Context, tx Tx, s payment.Session, marker *CommitMarker) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("store: encode payment session: %w", err)
	}
	var token *string
	if s.Authorization != nil {
		token = &s.Authorization.Token
	}
	changed, err := tx.Exec(ctx, `UPDATE playground_sessions SET token = $1, version = version + 1, mark = $2, document = $3
		WHERE session_id = $4 AND version = $5`, token, marker.Bytes, string(text), s.ID, s.Version)
	if err != nil {
		return fmt.Errorf("store: save payment session: %w", err)
	}
	if err := oneRow(changed, "payment session "+s.ID); err != nil {
		return err
	}
	return insertFollowing(ctx, tx, s.Merchant, s.Jobs)
}

// oneRow fails when a conditional update found its row changed.
func oneRow(changed int64, what string) error {
	if changed != 1 {
		return fmt.Errorf("store: %s changed meanwhile", what)
	}
	return nil
}
