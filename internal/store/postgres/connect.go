package postgres

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// connections is how many a process opens at most, unless the address says
// otherwise (pool_max_conns).
const connections = 16

// session is what every connection asks for as it starts.
var session = map[string]string{
	"application_name":                    "openhpp",
	"statement_timeout":                   "5s",
	"idle_in_transaction_session_timeout": "10s",
	"synchronous_commit":                  "on",
}

// beginPooled begins a transaction where the pooler did not take the settings
// of a session: they are asked for transaction by transaction. What a commit
// promises is not among them, since it must hold for lone statements as well;
// it is checked instead.
const beginPooled = `BEGIN; SET LOCAL statement_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '10s'`

// configure reads an address. What it says itself, it keeps.
//
// Statements are described once for each connection and sent unnamed
// (cache_describe): a pooler in transaction mode may run each on another
// server's connection, where a name would mean nothing. Where no pooler
// stands between, default_query_exec_mode=cache_statement spares the server
// the parsing.
func configure(dsn string, o options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errAddress // the error's text may hold the password
	}
	if !strings.Contains(dsn, "default_query_exec_mode") {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = connections
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	for name, value := range session {
		if config.ConnConfig.RuntimeParams[name] == "" {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	// Of several hosts in an address, the one that takes writes is meant.
	config.ConnConfig.ValidateConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		return checkDurable(ctx, conn, o)
	}
	return config, nil
}

// greet connects once. It reports whether a pooler stands between that takes
// no settings of a session; then config is left without them.
func greet(ctx context.Context, config *pgxpool.Config) (pooled bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok && strings.Contains(refused.Message, "startup parameter") {
		for name := range session {
			if name != "application_name" {
				delete(config.ConnConfig.RuntimeParams, name)
			}
		}
		pooled = true
		conn, err = pgx.ConnectConfig(ctx, config.ConnConfig)
	}
	if err != nil {
		return pooled, err
	}
	return pooled, conn.Close(ctx)
}
