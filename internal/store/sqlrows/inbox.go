package sqlrows

import (
	"context"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
)

// Inbox implements inbox.Store.
type Inbox struct{ db Engine }

// Inbox keeps what is not sent.
func (s Stores) Inbox() Inbox { return Inbox{s.engine} }

var _ inbox.Store = Inbox{}

const (
	keepMessage = `INSERT INTO inbox_messages
		(merchant_id, message_id, session_id, method, recipient, subject, text_body, html_body, link, received_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (merchant_id, message_id) DO NOTHING`
	// Those that another clears away at the same time are left to it. Not every
	// engine knows an OFFSET without a LIMIT.
	dropMessages = `DELETE FROM inbox_messages WHERE merchant_id = $1 AND message_id IN
		(SELECT message_id FROM inbox_messages WHERE merchant_id = $1
			ORDER BY received_at DESC, message_id DESC LIMIT 9223372036854775807 OFFSET $2 FOR UPDATE SKIP LOCKED)`
	clearMessages = `DELETE FROM inbox_messages WHERE merchant_id = $1`
)

// Save implements inbox.Store.
func (i Inbox) Save(ctx context.Context, m inbox.Message) error {
	_, err := i.db.Write(ctx,
		Statement{keepMessage, []any{m.Merchant, m.ID, m.SessionID, m.Method, Storable(m.To), Storable(m.Subject),
			Storable(m.Text), Storable(m.HTML), Storable(m.Link), millis(m.At)}},
		Statement{dropMessages, []any{m.Merchant, inbox.MaxMessages}})
	if err != nil {
		return fmt.Errorf("store: keep message: %w", err)
	}
	return nil
}

const selectMessages = `SELECT message_id, merchant_id, session_id, method, recipient, subject, text_body, html_body, link, received_at
	FROM inbox_messages WHERE merchant_id = $1`

// Messages implements inbox.Store.
func (i Inbox) Messages(ctx context.Context, merchant hpp.MerchantID, f inbox.Filter) ([]inbox.Message, error) {
	return list(ctx, i.db, scanMessage, selectMessages+`
		AND ($2 = '' OR recipient = $2) AND ($3 = '' OR session_id = $3) AND ($4 = '' OR method = $4)
		ORDER BY received_at DESC, message_id DESC LIMIT $5`, merchant, f.To, f.SessionID, f.Method, inbox.MaxMessages)
}

// Message implements inbox.Store.
func (i Inbox) Message(ctx context.Context, merchant hpp.MerchantID, id string) (inbox.Message, error) {
	found, err := scanMessage(i.db.QueryRow(ctx, selectMessages+` AND message_id = $2`, merchant, id))
	if errors.Is(err, ErrNoRow) {
		return inbox.Message{}, inbox.ErrUnknown
	}
	if err != nil {
		return inbox.Message{}, fmt.Errorf("store: read message: %w", err)
	}
	return found, nil
}

func scanMessage(r Row) (m inbox.Message, err error) {
	var at int64
	if err := r.Scan(&m.ID, &m.Merchant, &m.SessionID, &m.Method, &m.To, &m.Subject, &m.Text, &m.HTML, &m.Link, &at); err != nil {
		return inbox.Message{}, err
	}
	m.At = fromMillis(at)
	return m, nil
}

// Clear implements inbox.Store.
func (i Inbox) Clear(ctx context.Context, merchant hpp.MerchantID) error {
	if _, err := i.db.Write(ctx, Statement{clearMessages, []any{merchant}}); err != nil {
		return fmt.Errorf("store: clear inbox: %w", err)
	}
	return nil
}
