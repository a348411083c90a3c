package postgres

import "github.com/openhpp/openhpp/internal/retention"

// referencedKind is how rows are removed that something may still need. Rows
// are looked for by their time alone, and removed one by one by their keys.
type referencedKind struct {
	// find selects those past a time that follow another: id, related key, time,
	// version and document.
	find string
	// lock locks one by its id, version and related key, unless something needs
	// it. What it asks of other tables does not depend on the row, so that an
	// engine which spreads them can ask first and lock then.
	lock string
	// dependents are removed with it.
	dependents []dependent
}

const (
	// Rows come by time; ids decide among those of the same moment.
	pastSession = ` expires_at <= $1 AND (expires_at, session_id) > ($2, $3) ORDER BY expires_at, session_id LIMIT $4`
	pastOrder   = ` expires_at <= $1 AND (expires_at, order_id) > ($2, $3) ORDER BY expires_at, order_id LIMIT $4`

	// idle holds where no job of the row's own subject is to be done, idleRelated
	// where none is of the related key.
	idle        = ` AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject = $1 AND state = 'pending')`
	idleRelated = ` AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject = $3 AND state = 'pending')`
	// Jobs apart from others have a subject of their own, below the session's.
	below     = `subject > $1 || '/' AND subject < $1 || '0'`
	idleBelow = ` AND NOT EXISTS (SELECT 1 FROM outbox WHERE ` + below + ` AND state = 'pending')`
	unordered = ` AND NOT EXISTS (SELECT 1 FROM playground_orders WHERE session_id = $3)`

	// What an operator has just let go again stays.
	deleteDeadLetters      = `DELETE FROM outbox WHERE subject = $1 AND state = 'dead'`
	deleteDeadLettersBelow = `DELETE FROM outbox WHERE ` + below + ` AND state = 'dead'`
)

var referencedKinds = withDependents(map[retention.Kind]referencedKind{
	retention.Sessions: {
		find: `SELECT session_id, link_hash, expires_at, version, document FROM sessions WHERE` + pastSession,
		lock: `SELECT true FROM sessions WHERE session_id = $1 AND version = $2 AND link_hash = $3` + idle + idleBelow + ` FOR UPDATE`,
	},
	retention.Orders: {
		find: `SELECT order_id, session_id, expires_at, version, NULL FROM playground_orders WHERE created_at <= $1 AND` + pastOrder,
		lock: `SELECT true FROM playground_orders WHERE order_id = $1 AND version = $2 AND session_id = $3` + idle + idleRelated + ` FOR UPDATE`,
	},
	retention.Payments: {
		find: `SELECT session_id, session_id, expires_at, version, NULL FROM playground_sessions WHERE` + pastSession,
		lock: `SELECT true FROM playground_sessions WHERE session_id = $1 AND version = $2` + idle + unordered + ` FOR UPDATE`,
	},
	retention.Checkouts: {
		find: `SELECT order_id, order_id, expires_at, version, NULL FROM playground_checkouts WHERE` + pastOrder,
		lock: `SELECT true FROM playground_checkouts WHERE order_id = $1 AND version = $2` + idle + unordered + ` FOR UPDATE`,
	},
})
