package sqlite

import "github.com/openhpp/openhpp/internal/retention"

// referencedKind is how rows are removed that something may still need.
type referencedKind struct {
	// find selects those past a time that follow another: id, related key, time,
	// version and document.
	find string
	// removable selects, of a JSON array of ids and versions, id and related key
	// of those that nothing needs.
	removable string
	// dependents remove all that ends with a JSON array of ids and related keys.
	dependents []string
}

const (
	// Rows come by time; ids decide among those of the same moment.
	pastSession = ` expires_at <= ?1 AND (expires_at, session_id) > (?2, ?3) ORDER BY expires_at, session_id LIMIT ?4`
	pastOrder   = ` expires_at <= ?1 AND (expires_at, order_id) > (?2, ?3) ORDER BY expires_at, order_id LIMIT ?4`

	// idle holds where no job of a subject is to be done, idleBelow where none is
	// of those that lie between two.
	idle      = ` NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'pending' AND o.subject = `
	idleBelow = ` NOT EXISTS (SELECT 1 FROM outbox o WHERE o.state = 'pending' AND o.subject > `

	// Jobs apart from others have a subject of their own, below the session's.
	deleteJobsBelow = `DELETE FROM outbox WHERE rowid IN (SELECT o.rowid FROM json_each(?1) AS j
		CROSS JOIN outbox AS o ON o.subject > (j.value ->> 0) || '/' AND o.subject < (j.value ->> 0) || '0')`
)

var referencedKinds = withDependents(map[retention.Kind]referencedKind{
	retention.Sessions: {
		find: `SELECT session_id, '', expires_at, version, document FROM sessions WHERE` + pastSession,
		removable: `SELECT s.session_id, '' FROM json_each(?1) AS j CROSS JOIN sessions AS s
			ON s.session_id = j.value ->> 0 AND s.version = j.value ->> 1
			WHERE` + idle + `s.session_id) AND` + idleBelow + `s.session_id || '/' AND o.subject < s.session_id || '0')`,
	},
	retention.Orders: {
		find: `SELECT order_id, session_id, expires_at, version, NULL FROM playground_orders
			WHERE created_at <= ?1 AND` + pastOrder,
		removable: `SELECT p.order_id, p.session_id FROM json_each(?1) AS j CROSS JOIN playground_orders AS p
			ON p.order_id = j.value ->> 0 AND p.version = j.value ->> 1
			WHERE` + idle + `p.order_id) AND` + idle + `p.session_id)`,
	},
	retention.Payments: {
		find: `SELECT session_id, session_id, expires_at, version, NULL FROM playground_sessions WHERE` + pastSession,
		removable: `SELECT p.session_id, p.session_id FROM json_each(?1) AS j CROSS JOIN playground_sessions AS p
			ON p.session_id = j.value ->> 0 AND p.version = j.value ->> 1
			WHERE NOT EXISTS (SELECT 1 FROM playground_orders WHERE session_id = p.session_id) AND` + idle + `p.session_id)`,
	},
	retention.Checkouts: {
		find: `SELECT order_id, order_id, expires_at, version, NULL FROM playground_checkouts WHERE` + pastOrder,
		removable: `SELECT p.order_id, p.order_id FROM json_each(?1) AS j CROSS JOIN playground_checkouts AS p
			ON p.order_id = j.value ->> 0 AND p.version = j.value ->> 1
			WHERE NOT EXISTS (SELECT 1 FROM playground_orders WHERE session_id = p.order_id) AND` + idle + `p.order_id)`,
	},
})
