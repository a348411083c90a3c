package sqlite

import "github.com/openhpp/openhpp/internal/retention"

// holdableKind is how rows are removed that something may hold.
type holdableKind struct {
	// find selects those past a time that follow another: id, payment, time,
	// version and document.
	find string
	// free selects, of a JSON array of ids and versions, id and payment of those
	// that nothing holds.
	free string
	// remains remove all that there is of a JSON array of ids and payments.
	remains []string
}

const (
	// Rows come by time; ids decide among those of the same moment.
	pastSession = ` expires_at <= ?1 AND (expires_at, session_id) > (?2, ?3) ORDER BY expires_at, session_id LIMIT ?4`
	pastOrder   = ` expires_at <= ?1 AND (expires_at, order_id) > (?2, ?3) ORDER BY expires_at, order_id LIMIT ?4`

	// idle holds where no job of a subject is to be done, idleEach where none is
	// of those that lie between two.
	idle     = ` NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'pending' AND o.subject = `
	idleEach = ` NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'pending' AND o.subject > `

	ids      = `(SELECT value ->> 0 FROM json_each(?1))`
	payments = `(SELECT value ->> 1 FROM json_each(?1))`
	// Jobs apart from others have a subject of their own, below the session's.
	apart = `DELETE FROM outbox WHERE rowid IN (SELECT o.rowid FROM json_each(?1) AS j
		CROSS JOIN outbox AS o ON o.subject > (j.value ->> 0) || '/' AND o.subject < (j.value ->> 0) || '0')`
)

// paymentRemains are of the payment that an order came from.
var paymentRemains = []string{
	`DELETE FROM playground_attempts WHERE session_id IN ` + payments,
	`DELETE FROM playground_sessions WHERE session_id IN ` + payments,
	`DELETE FROM playground_checkouts WHERE order_id IN ` + payments,
	`DELETE FROM outbox WHERE subject IN ` + payments,
}

var holdable = map[retention.Kind]holdableKind{
	retention.Sessions: {
		find: `SELECT session_id, '', expires_at, version, document FROM sessions WHERE` + pastSession,
		free: `SELECT s.session_id, '' FROM json_each(?1) AS j CROSS JOIN sessions AS s
			ON s.session_id = j.value ->> 0 AND s.version = j.value ->> 1
			WHERE` + idle + `s.session_id) AND` + idleEach + `s.session_id || '/' AND o.subject < s.session_id || '0')`,
		remains: []string{
			`DELETE FROM sessions WHERE session_id IN ` + ids,
			`DELETE FROM events WHERE session_id IN ` + ids,
			`DELETE FROM distributions WHERE session_id IN ` + ids,
			`DELETE FROM inbox_messages WHERE session_id IN ` + ids,
			`DELETE FROM outbox WHERE subject IN ` + ids,
			apart,
		},
	},
	retention.Orders: {
		find: `SELECT order_id, session_id, expires_at, version, NULL FROM playground_orders
			WHERE created_at <= ?1 AND` + pastOrder,
		free: `SELECT p.order_id, p.session_id FROM json_each(?1) AS j CROSS JOIN playground_orders AS p
			ON p.order_id = j.value ->> 0 AND p.version = j.value ->> 1
			WHERE` + idle + `p.order_id) AND` + idle + `p.session_id)`,
		remains: append([]string{
			`DELETE FROM playground_refunds WHERE order_id IN ` + ids,
			`DELETE FROM playground_captures WHERE order_id IN ` + ids,
			`DELETE FROM playground_orders WHERE order_id IN ` + ids,
			`DELETE FROM outbox WHERE subject IN ` + ids,
		}, paymentRemains...),
	},
	retention.Payments: {
		find: `SELECT session_id, session_id, expires_at, version, NULL FROM playground_sessions WHERE` + pastSession,
		free: `SELECT p.session_id, p.session_id FROM json_each(?1) AS j CROSS JOIN playground_sessions AS p
			ON p.session_id = j.value ->> 0 AND p.version = j.value ->> 1
			WHERE NOT EXISTS (SELECT 1 FROM playground_orders WHERE session_id = p.session_id) AND` + idle + `p.session_id)`,
		remains: paymentRemains,
	},
	retention.Checkouts: {
		find: `SELECT order_id, order_id, expires_at, version, NULL FROM playground_checkouts WHERE` + pastOrder,
		free: `SELECT p.order_id, p.order_id FROM json_each(?1) AS j CROSS JOIN playground_checkouts AS p
			ON p.order_id = j.value ->> 0 AND p.version = j.value ->> 1
			WHERE NOT EXISTS (SELECT 1 FROM playground_orders WHERE session_id = p.order_id) AND` + idle + `p.order_id)`,
		remains: paymentRemains,
	},
}
