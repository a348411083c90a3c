package conn

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// maxConns is how many connections a process opens at most, unless the address
// says otherwise (pool_max_conns).
const maxConns = 16

// sessionSettings are what every connection asks for as it starts.
var sessionSettings = map[string]string{
	"application_name":                    "openhpp",
	"statement_timeout":                   "5s",
	"idle_in_transaction_session_timeout": "10s",
	"synchronous_commit":                  "on",
}

// beginPooled begins a transaction behind a pooler, which may not have taken
// the settings of a session: they are asked for transaction by transaction.
// What a commit promises is not among them, since it must hold for single
// statements as well; it is checked instead.
const beginPooled = `BEGIN; SET LOCAL statement_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '10s'`

// parseAddress reads an address. What it says itself, it keeps.
func parseAddress(dsn string, s *Server) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, ErrAddress // the error's text may hold the password
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = maxConns
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
		if len(config.ConnConfig.Fallbacks) > 0 {
			config.ConnConfig.ConnectTimeout = 2 * time.Second // another may answer meanwhile
		}
	}
	config.PingTimeout = time.Second
	config.BeforeConnect = neverCancel
	config.ConnConfig.OnNotice = rememberNotice
	for name, value := range sessionSettings {
		if config.ConnConfig.RuntimeParams[name] == "" {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	// Of several hosts in an address, the one that takes writes is meant.
	config.ConnConfig.ValidateConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		pid, err := checkDurable(ctx, conn, s.allowVolatile)
		if err != nil {
			return err
		}
		return s.noteRoute(pid != conn.PID())
	}
	return config, nil
}

// WithoutStatementTimeout is a configuration without the time limit of a
// statement: an index on millions of rows takes its time. What others would
// wait for is bounded by lock_timeout.
func WithoutStatementTimeout(config *pgx.ConnConfig) *pgx.ConnConfig {
	config = config.Copy()
	if config.RuntimeParams["statement_timeout"] != "" { // a pooler may refuse it
		config.RuntimeParams["statement_timeout"] = "0"
	}
	return config
}
