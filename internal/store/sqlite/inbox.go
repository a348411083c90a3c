package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
)

// Inbox implements inbox.Store.
type Inbox struct{ db *DB }

// Inbox keeps what is not sent.
func (d *DB) Inbox() Inbox { return Inbox{d} }

var _ inbox.Store = Inbox{}

// Keep implements inbox.Store.
func (i Inbox) Keep(ctx context.Context, m inbox.Message) error {
	return i.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO inbox_messages
			(merchant_id, message_id, session_id, method, recipient, subject, text_body, html_body, link, received_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (merchant_id, message_id) DO NOTHING`,
			m.Merchant, m.ID, m.SessionID, m.Method, m.To, m.Subject, m.Text, m.HTML, m.Link, millis(m.At)); err != nil {
			return fmt.Errorf("sqlite: keep message: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM inbox_messages WHERE merchant_id = ?1 AND message_id NOT IN
			(SELECT message_id FROM inbox_messages WHERE merchant_id = ?1 ORDER BY received_at DESC, message_id DESC LIMIT ?2)`,
			m.Merchant, inbox.Most); err != nil {
			return fmt.Errorf("sqlite: drop old messages: %w", err)
		}
		return nil
	})
}

const messageColumns = `message_id, merchant_id, session_id, method, recipient, subject, text_body, html_body, link, received_at`

// Messages implements inbox.Store.
func (i Inbox) Messages(ctx context.Context, merchant hpp.MerchantID, f inbox.Filter) ([]inbox.Message, error) {
	rows, err := i.db.read.QueryContext(ctx, `SELECT `+messageColumns+` FROM inbox_messages WHERE merchant_id = ?1
		AND (?2 = '' OR recipient = ?2) AND (?3 = '' OR session_id = ?3) AND (?4 = '' OR method = ?4)
		ORDER BY received_at DESC, message_id DESC LIMIT ?5`, merchant, f.To, f.SessionID, f.Method, inbox.Most)
	return collect(rows, err, func(r *sql.Rows) (inbox.Message, error) { return message(r.Scan) })
}

// Message implements inbox.Store.
func (i Inbox) Message(ctx context.Context, merchant hpp.MerchantID, id string) (inbox.Message, error) {
	found, err := message(i.db.read.QueryRowContext(ctx, `SELECT `+messageColumns+` FROM inbox_messages
		WHERE merchant_id = ? AND message_id = ?`, merchant, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return inbox.Message{}, inbox.ErrUnknown
	}
	if err != nil {
		return inbox.Message{}, fmt.Errorf("sqlite: read message: %w", err)
	}
	return found, nil
}

func message(scan func(...any) error) (m inbox.Message, err error) {
	var at int64
	err = scan(&m.ID, &m.Merchant, &m.SessionID, &m.Method, &m.To, &m.Subject, &m.Text, &m.HTML, &m.Link, &at)
	m.At = fromMillis(at)
	return m, err
}

// Clear implements inbox.Store.
func (i Inbox) Clear(ctx context.Context, merchant hpp.MerchantID) error {
	return i.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM inbox_messages WHERE merchant_id = ?`, merchant); err != nil {
			return fmt.Errorf("sqlite: clear inbox: %w", err)
		}
		return nil
	})
}
