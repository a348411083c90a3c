package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
)

// Inbox implements inbox.Store.
type Inbox struct{ db *DB }

// Inbox keeps what is not sent.
func (d *DB) Inbox() Inbox { return Inbox{d} }

var _ inbox.Store = Inbox{}

const (
	keepMessage = `INSERT INTO inbox_messages
		(merchant_id, message_id, session_id, method, recipient, subject, text_body, html_body, link, received_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (merchant_id, message_id) DO NOTHING`
	// Those that another clears away at the same time are left to it.
	dropMessages = `DELETE FROM inbox_messages WHERE merchant_id = $1 AND message_id IN
		(SELECT message_id FROM inbox_messages WHERE merchant_id = $1
			ORDER BY received_at DESC, message_id DESC OFFSET $2 FOR UPDATE SKIP LOCKED)`
)

// Keep implements inbox.Store.
func (i Inbox) Keep(ctx context.Context, m inbox.Message) error {
	_, err := i.db.pipeline(ctx, func(b *pgx.Batch) {
		b.Queue(keepMessage, m.Merchant, m.ID, m.SessionID, m.Method, storable(m.To), storable(m.Subject),
			storable(m.Text), storable(m.HTML), storable(m.Link), millis(m.At))
		b.Queue(dropMessages, m.Merchant, inbox.Most)
	})
	if err != nil {
		return fmt.Errorf("postgres: keep message: %w", err)
	}
	return nil
}

const selectMessages = `SELECT message_id, merchant_id, session_id, method, recipient, subject, text_body, html_body, link, received_at
	FROM inbox_messages WHERE merchant_id = $1`

// Messages implements inbox.Store.
func (i Inbox) Messages(ctx context.Context, merchant hpp.MerchantID, f inbox.Filter) ([]inbox.Message, error) {
	return list(ctx, i.db, scanMessage, selectMessages+`
		AND ($2 = '' OR recipient = $2) AND ($3 = '' OR session_id = $3) AND ($4 = '' OR method = $4)
		ORDER BY received_at DESC, message_id DESC LIMIT $5`, merchant, f.To, f.SessionID, f.Method, inbox.Most)
}

// Message implements inbox.Store.
func (i Inbox) Message(ctx context.Context, merchant hpp.MerchantID, id string) (inbox.Message, error) {
	found, err := scanMessage(i.db.row(ctx, selectMessages+` AND message_id = $2`, merchant, id))
	if none(err) {
		return inbox.Message{}, inbox.ErrUnknown
	}
	if err != nil {
		return inbox.Message{}, fmt.Errorf("postgres: read message: %w", err)
	}
	return found, nil
}

func scanMessage(r pgx.Row) (m inbox.Message, err error) {
	var at int64
	if err := r.Scan(&m.ID, &m.Merchant, &m.SessionID, &m.Method, &m.To, &m.Subject, &m.Text, &m.HTML, &m.Link, &at); err != nil {
		return inbox.Message{}, err
	}
	m.At = fromMillis(at)
	return m, nil
}

// Clear implements inbox.Store.
func (i Inbox) Clear(ctx context.Context, merchant hpp.MerchantID) error {
	if _, _, err := i.db.lone(ctx, `DELETE FROM inbox_messages WHERE merchant_id = $1`, merchant); err != nil {
		return fmt.Errorf("postgres: clear inbox: %w", err)
	}
	return nil
}
