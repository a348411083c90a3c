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

// beginPooled begins a transaction behind a pooler, which may not have taken
// the settings of a session: they are asked for transaction by transaction.
// What a commit promises is not among them, since it must hold for lone
// statements as well; it is checked instead.
const beginPooled = `BEGIN; SET LOCAL statement_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '10s'`

// link is what is known of the way to the server.
type link struct {
	volatile bool // the server may lose commits: a test's
	met      bool // a first connection was made
	pooled   bool // a pooler stands between
}

// configure reads an address. What it says itself, it keeps.
func configure(dsn string, l *link) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errAddress // the error's text may hold the password
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = connections
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
		if len(config.ConnConfig.Fallbacks) > 0 {
			config.ConnConfig.ConnectTimeout = 2 * time.Second // another may answer meanwhile
		}
	}
	config.PingTimeout = time.Second
	config.BeforeConnect = neverCancel
	config.ConnConfig.OnNotice = notice
	for name, value := range session {
		if config.ConnConfig.RuntimeParams[name] == "" {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	// Of several hosts in an address, the one that takes writes is meant.
	config.ConnConfig.ValidateConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		pid, err := checkDurable(ctx, conn, l.volatile)
		if err != nil {
			return err
		}
		return l.through(pid != conn.PID())
	}
	return config, nil
}

// through takes note of whether a connection goes through a pooler, which
// gives away another process than it told of.
func (l *link) through(pooled bool) error {
	if !l.met {
		l.pooled = pooled
	}
	if pooled && !l.pooled {
		return refusal("a connection pooler has come between: start OpenHPP anew")
	}
	return nil
}

// greet connects once, to find out about the way.
//
// Statements are prepared once for each connection, which spares the server
// most of its work. Behind a pooler they are sent unnamed: in transaction mode
// it runs each on another server's connection, where a name means nothing. It
// may also refuse the settings of a session, and is then left alone with them.
func greet(ctx context.Context, dsn string, config *pgxpool.Config, l *link) error {
	conn, err := connect(ctx, config.ConnConfig)
	if takesNoSettings(err) {
		for name := range session {
			if name != "application_name" {
				delete(config.ConnConfig.RuntimeParams, name)
			}
		}
		conn, err = connect(ctx, config.ConnConfig)
	}
	if err != nil {
		return err
	}
	l.met = true
	if l.pooled && !strings.Contains(dsn, "default_query_exec_mode") {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	return conn.Close(ctx)
}

// takesNoSettings reports that a pooler refuses the settings of a session.
func takesNoSettings(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && strings.Contains(refused.Message, "startup parameter")
}

// connect waits a moment for a server that answers "not now": it is starting,
// or a pooler has yet to find out that its server is back, which it does by
// sending one caller away.
func connect(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	for began := time.Now(); ; {
		conn, err := pgx.ConnectConfig(ctx, config)
		if state(err) == "" || !lost(err) || takesNoSettings(err) || time.Since(began) > patience || !pause(ctx, jitter(250*time.Millisecond)) {
			return conn, err
		}
	}
}
