package conn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Refusal is why a database is not used, in one line for its operator.
type Refusal string

func (r Refusal) Error() string { return "postgres: " + string(r) }

// Refusals that others tell apart.
const (
	ErrAddress = Refusal("the database's address cannot be read; it looks like postgres://user:password@host:5432/database?sslmode=verify-full")
	// A leader that lost its place answers so too, until it is gone.
	ErrReadOnly = Refusal("the database is read-only, as a standby is: name the leader, or all hosts in one address")
)

// Explain says in one line why a database cannot be opened. What it leaves
// out may hold secrets or many lines.
func Explain(err error, c *pgx.ConnConfig) error {
	if known, ok := errors.AsType[Refusal](err); ok {
		return known
	}
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		return explainSQL(failed, c)
	}
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("postgres: open: %w", context.Canceled)
	}
	where := c.Host
	if !strings.HasPrefix(c.Host, "/") {
		where = net.JoinHostPort(c.Host, fmt.Sprint(c.Port))
	}
	if dialed, ok := errors.AsType[*net.OpError](err); ok {
		return Refusal("no server answers at " + where + ": " + dialed.Err.Error())
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok || errors.Is(err, context.DeadlineExceeded) {
		return Refusal("no server can be used at " + where + ": " + lastLine(err))
	}
	return fmt.Errorf("postgres: open: %s", lastLine(err))
}

func explainSQL(failed *pgconn.PgError, c *pgx.ConnConfig) error {
	switch failed.Code {
	case "28P01", "28000":
		return Refusal(fmt.Sprintf("the server does not let user %q in: the password is wrong, or pg_hba.conf does not allow it", c.User))
	case "3D000":
		return Refusal(fmt.Sprintf("there is no database %q on the server; make it with createdb", c.Database))
	case "42501":
		return Refusal(fmt.Sprintf("user %q lacks rights on database %q: %s", c.User, c.Database, failed.Message))
	case "25006":
		return ErrReadOnly
	case "53300":
		return Refusal("the server has no connection left: " + failed.Message)
	case "57P03":
		return Refusal("the server is starting or stopping: " + failed.Message)
	}
	return Refusal(failed.Message + " (SQLSTATE " + failed.Code + ")")
}

// lastLine is where a driver's error of many tries says what came last.
func lastLine(err error) string {
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
