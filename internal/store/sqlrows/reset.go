package sqlrows

import (
	"context"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/sandbox/tenant"
	"github.com/openhpp/openhpp/internal/store/tables"
)

// staying are the tables of which a reset leaves the rows: what a merchant is, and
// what is nobody's.
var staying = []string{"merchants", "credentials", "webhook_overlaps", "upstream_credentials", "sandbox_tenants", "pictures", "picture_sources"}

// belonging says how rows are a merchant's that do not name it, where it is not by
// their session.
var belonging = map[string]string{
	"delivery_tries":      `subject IN (SELECT subject FROM merchant_events WHERE merchant_id = $1)`,
	"playground_captures": `order_id IN (SELECT order_id FROM playground_orders WHERE merchant_id = $1)`,
	"playground_refunds":  `order_id IN (SELECT order_id FROM playground_orders WHERE merchant_id = $1)`,
	"playground_attempts": `session_id IN (SELECT session_id FROM playground_sessions WHERE merchant_id = $1
		UNION ALL SELECT order_id FROM playground_checkouts WHERE merchant_id = $1)`,
}

// madeRows remove what a merchant made, table by table, those first that refer to
// others; server says that the tables are there that only a server has.
func madeRows(server bool, keep tenant.Keep) (statements []string) {
	for _, t := range slices.Backward(tables.All) {
		skipped := slices.Contains(staying, t.Name) || t.FromFile != "" && !server || t.Name == "profiles" && keep.Profiles
		if skipped {
			continue
		}
		where, said := belonging[t.Name]
		switch {
		case said:
		case slices.Contains(t.Columns, "merchant_id"):
			where = `merchant_id = $1`
		default:
			where = `session_id IN (SELECT session_id FROM sessions WHERE merchant_id = $1)`
		}
		statements = append(statements, "DELETE FROM "+t.Name+" WHERE "+where)
	}
	return statements
}

// serverTables is an engine that has the tables that only a server has.
type serverTables interface{ HasServerTables() bool }

// removeMade removes what a merchant made.
func removeMade(ctx context.Context, tx Tx, db Engine, id hpp.MerchantID, keep tenant.Keep) error {
	server, ok := db.(serverTables)
	for _, statement := range madeRows(ok && server.HasServerTables(), keep) {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	return nil
}

// RemovalStatements are all that are composed here, of a server.
func RemovalStatements() []string { return madeRows(true, tenant.Keep{}) }
