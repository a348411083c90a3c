package conn

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Server is what is known of a server and of the route to it.
type Server struct {
	config        *pgxpool.Config
	allowVolatile bool // the server may lose commits: a test's
	probed        bool // the first connection was made
	pooled        bool // a pooler stands between
}

// Probe connects to the server that a postgres:// address names, to learn what
// it promises and what stands between. A server that may lose acknowledged
// commits is refused, unless allowVolatile says that a test uses it. Errors
// are one line for an operator and hold no password.
//
// Statements are prepared once for each connection, which spares the server
// most of its work. Behind a pooler they are sent unnamed: in transaction mode
// it runs each on another server's connection, where a name means nothing. It
// may also refuse the settings of a session, which are left out then.
func Probe(ctx context.Context, dsn string, allowVolatile bool) (*Server, error) {
	s := &Server{allowVolatile: allowVolatile}
	var err error
	if s.config, err = parseAddress(dsn, s); err != nil {
		return nil, err
	}
	if err := s.probe(ctx, dsn); err != nil {
		return nil, s.Explain(err)
	}
	return s, nil
}

func (s *Server) probe(ctx context.Context, dsn string) error {
	config := s.config.ConnConfig
	conn, err := connect(ctx, config)
	if refusesSettings(err) {
		for name := range sessionSettings {
			if name != "application_name" {
				delete(config.RuntimeParams, name)
			}
		}
		conn, err = connect(ctx, config)
	}
	if err != nil {
		return err
	}
	s.probed = true
	if s.pooled && !strings.Contains(dsn, "default_query_exec_mode") {
		config.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return checkNodes(ctx, conn, s.allowVolatile)
}

// Config is how single connections to the server are made.
func (s *Server) Config() *pgx.ConnConfig { return s.config.ConnConfig }

// Explain says in one line why a database cannot be opened.
func (s *Server) Explain(err error) error { return Explain(err, s.config.ConnConfig) }

// noteRoute notes whether a connection goes through a pooler, which hands on
// the number of another process than it announced.
func (s *Server) noteRoute(pooled bool) error {
	if !s.probed {
		s.pooled = pooled
	}
	if pooled && !s.pooled {
		return Refusal("a connection pooler has come between: start OpenHPP anew")
	}
	return nil
}

// refusesSettings reports that a pooler refuses the settings of a session.
func refusesSettings(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && strings.Contains(refused.Message, "startup parameter")
}

// connect waits a moment for a server that answers "not now": it is starting,
// or a pooler has yet to find out that its server is back, which it does by
// sending one caller away.
func connect(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	for began := time.Now(); ; {
		conn, err := pgx.ConnectConfig(ctx, config)
		if sqlState(err) == "" || !isLost(err) || refusesSettings(err) || time.Since(began) > reconnectWithin || !Pause(ctx, jitter(250*time.Millisecond)) {
			return conn, err
		}
	}
}
