package conn

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// What an engine that spreads rows says of a node that is gone is a lost
// connection, after which a commit may or may not have taken effect; other
// errors of the same code are faults.
func TestLostNodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code, message string
		lost          bool
	}{
		{"08006", "connection to the remote node worker-1:5432 failed with the following error: Connection refused", true},
		{"XX000", "failure on connection marked as essential: worker-1:5432", true},
		{"XX000", "SSL connection has been closed unexpectedly", true},
		{"XX000", "server closed the connection unexpectedly", true},
		{"XX000", "cache lookup failed for relation 16384", false},
		{"0A000", "could not run distributed query with FOR UPDATE/SHARE commands", false},
		{"23505", `duplicate key value violates unique constraint "connection_pkey"`, false},
	} {
		err := fmt.Errorf("postgres: %w", &pgconn.PgError{Code: c.code, Message: c.message, SeverityUnlocalized: "ERROR"})
		if isLost(err) != c.lost {
			t.Errorf("%s %s: lost is %v", c.code, c.message, isLost(err))
		}
		if c.lost && isRolledBack(err) {
			t.Errorf("%s %s: taken for rolled back", c.code, c.message)
		}
		if got := errors.Is(outageOr(err, false), context.DeadlineExceeded); got != c.lost {
			t.Errorf("%s %s: an outage is %v", c.code, c.message, got)
		}
	}
}
