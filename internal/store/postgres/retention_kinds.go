package postgres

import (
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/retention"
)

// agedKind is how rows are removed that nothing holds.
type agedKind struct {
	// find selects the keys of those up to an age, which is in days or else in
	// milliseconds.
	find string
	days bool
	key  func(pgx.Row) ([]any, error)
	// remove takes a key, and the age again: a key may be in use anew.
	remove string
}

// keyOf reads a key of so many columns.
func keyOf(columns int) func(pgx.Row) ([]any, error) {
	return func(r pgx.Row) ([]any, error) {
		key, into := make([]any, columns), make([]any, columns)
		for i := range key {
			into[i] = &key[i]
		}
		if err := r.Scan(into...); err != nil {
			return nil, fmt.Errorf("postgres: read key: %w", err)
		}
		return key, nil
	}
}

var aged = map[retention.Kind]agedKind{
	retention.Keys: {
		find: `SELECT merchant_id, key FROM idempotency WHERE created_at <= $1 ORDER BY created_at LIMIT $2`, key: keyOf(2),
		remove: `DELETE FROM idempotency WHERE merchant_id = $1 AND key = $2 AND created_at <= $3`,
	},
	retention.Answers: {
		find: `SELECT merchant_id, key FROM playground_answers WHERE created_at <= $1 ORDER BY created_at LIMIT $2`, key: keyOf(2),
		remove: `DELETE FROM playground_answers WHERE merchant_id = $1 AND key = $2 AND created_at <= $3`,
	},
	retention.Messages: {
		find: `SELECT merchant_id, message_id FROM inbox_messages WHERE received_at <= $1 ORDER BY received_at LIMIT $2`, key: keyOf(2),
		remove: `DELETE FROM inbox_messages WHERE merchant_id = $1 AND message_id = $2 AND received_at <= $3`,
	},
	retention.Codes: {
		find: `SELECT secret FROM access_codes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2`, key: keyOf(1),
		remove: `DELETE FROM access_codes WHERE secret = $1 AND expires_at <= $2`,
	},
	retention.Quotas: {
		find: `SELECT merchant_id, scope, day FROM message_quotas WHERE day < $1 ORDER BY day LIMIT $2`, key: keyOf(3), days: true,
		remove: `DELETE FROM message_quotas WHERE merchant_id = $1 AND scope = $2 AND day = $3 AND day < $4`,
	},
}

// holdableKind is how rows are removed that something may hold. Rows are looked
// for by their time alone, and removed one by one by their keys.
type holdableKind struct {
	// find selects those past a time that follow another: id, other key, time,
	// version and document.
	find string
	// free locks one by its id and version, unless something holds it.
	free string
	// own remove all that there is under the id, others under the other key.
	own, others []string
}

const (
	// Rows come by time; ids decide among those of the same moment.
	pastSession = ` expires_at <= $1 AND (expires_at, session_id) > ($2, $3) ORDER BY expires_at, session_id LIMIT $4`
	pastOrder   = ` expires_at <= $1 AND (expires_at, order_id) > ($2, $3) ORDER BY expires_at, order_id LIMIT $4`

	// idle holds where no job of the row's subject is to be done.
	idle = ` AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject = $1 AND state = 'pending')`
	// Jobs apart from others have a subject of their own, below the session's.
	apart     = `subject > $1 || '/' AND subject < $1 || '0'`
	idleApart = ` AND NOT EXISTS (SELECT 1 FROM outbox WHERE ` + apart + ` AND state = 'pending')`

	// What an operator has just let go again stays.
	deleteDeadLetters = `DELETE FROM outbox WHERE subject = $1 AND state = 'dead'`
)

// paymentRemains are of the payment that an order came from.
var paymentRemains = []string{
	`DELETE FROM playground_attempts WHERE session_id = $1`,
	`DELETE FROM playground_sessions WHERE session_id = $1`,
	`DELETE FROM playground_checkouts WHERE order_id = $1`,
	deleteDeadLetters,
}

var holdable = map[retention.Kind]holdableKind{
	retention.Sessions: {
		find: `SELECT session_id, link_hash, expires_at, version, document FROM sessions WHERE` + pastSession,
		free: `SELECT true FROM sessions WHERE session_id = $1 AND version = $2` + idle + idleApart + ` FOR UPDATE`,
		own: []string{
			`DELETE FROM sessions WHERE session_id = $1`,
			`DELETE FROM events WHERE session_id = $1`,
			`DELETE FROM distributions WHERE session_id = $1`,
			`DELETE FROM inbox_messages WHERE session_id = $1`,
			deleteDeadLetters,
			`DELETE FROM outbox WHERE ` + apart + ` AND state = 'dead'`,
		},
		others: []string{`DELETE FROM session_links WHERE link_hash = $1`},
	},
	retention.Orders: {
		find: `SELECT order_id, session_id, expires_at, version, NULL FROM playground_orders WHERE created_at <= $1 AND` + pastOrder,
		free: `SELECT true FROM playground_orders AS p WHERE p.order_id = $1 AND p.version = $2` + idle + `
			AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.subject = p.session_id AND o.state = 'pending') FOR UPDATE`,
		own: []string{
			`DELETE FROM playground_refunds WHERE order_id = $1`,
			`DELETE FROM playground_captures WHERE order_id = $1`,
			`DELETE FROM playground_orders WHERE order_id = $1`,
			deleteDeadLetters,
		},
		others: paymentRemains,
	},
	retention.Payments: {
		find: `SELECT session_id, session_id, expires_at, version, NULL FROM playground_sessions WHERE` + pastSession,
		free: `SELECT true FROM playground_sessions WHERE session_id = $1 AND version = $2` + idle + `
			AND NOT EXISTS (SELECT 1 FROM playground_orders WHERE session_id = $1) FOR UPDATE`,
		others: paymentRemains,
	},
	retention.Checkouts: {
		find: `SELECT order_id, order_id, expires_at, version, NULL FROM playground_checkouts WHERE` + pastOrder,
		free: `SELECT true FROM playground_checkouts WHERE order_id = $1 AND version = $2` + idle + `
			AND NOT EXISTS (SELECT 1 FROM playground_orders WHERE session_id = $1) FOR UPDATE`,
		others: paymentRemains,
	},
}
