package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
)

// What a run of the tests is told by.
const (
	// givenSetting is postgres://user@host:port[,host:port…]/database: the tests
	// make their databases there, on every host, and speak to the first. The
	// database is one to connect to. Anything else is not for this package.
	givenSetting = "OPENHPP_TEST_DATABASE"
	// spreadSetting is a file of statements that are run on the first host once a
	// database has its schema: those that spread its tables over the hosts.
	spreadSetting = "OPENHPP_TEST_SPREAD"
)

// Given reports whether the tests run on a server that was given.
func Given() bool { return strings.HasPrefix(os.Getenv(givenSetting), "postgres://") }

// given is the server that the run of the tests was given.
func given() (*Server, error) {
	address, err := url.Parse(os.Getenv(givenSetting))
	if err != nil || address.Host == "" || strings.Trim(address.Path, "/") == "" {
		return nil, fmt.Errorf("pgtest: %s must look like postgres://user@host:5432,host:5433/postgres?sslmode=disable", givenSetting)
	}
	return &Server{given: address}, nil
}

// nodes are the addresses of all hosts, the one to speak to first.
func (s *Server) nodes() []string {
	if s.given == nil {
		return []string{s.Addr()}
	}
	return strings.Split(s.given.Host, ",")
}

// maintenance is a database that is always there.
func (s *Server) maintenance() string {
	if s.given == nil {
		return "postgres"
	}
	return strings.Trim(s.given.Path, "/")
}

// runOnNodes executes statements on every host, beside all databases of tests.
func (s *Server) runOnNodes(ctx context.Context, statements ...string) error {
	for _, node := range s.nodes() {
		for _, statement := range statements {
			if err := runAt(ctx, s.URLAt(node, s.maintenance()), statement); err != nil {
				return err
			}
		}
	}
	return nil
}

// endConnections ends those to a database that is to be copied: an engine that
// spreads rows keeps one to each database for itself.
func endConnections(database string) string {
	return "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = " + quoteText(database) + " AND pid <> pg_backend_pid()"
}

func quoteText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func quoteName(name string) string { return pgx.Identifier{name}.Sanitize() }

// createDatabase makes a database on every host, as a copy of another.
func (s *Server) createDatabase(ctx context.Context, name, template string) error {
	create := "CREATE DATABASE " + quoteName(name) + " TEMPLATE " + quoteName(template)
	if s.given == nil {
		if s.copiesFiles {
			create += " STRATEGY file_copy"
		}
		return s.runOnNodes(ctx, create)
	}
	return s.runOnNodes(ctx, endConnections(template), create)
}

// dropDatabase removes a database from every host.
func (s *Server) dropDatabase(ctx context.Context, name string) error {
	return s.runOnNodes(ctx, "DROP DATABASE IF EXISTS "+quoteName(name)+" WITH (FORCE)")
}

// spread runs the statements that spread a database's tables, if there are any.
func (s *Server) spread(ctx context.Context, database string) error {
	file := os.Getenv(spreadSetting)
	if s.given == nil || file == "" {
		return nil
	}
	statements, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("pgtest: %s: %w", spreadSetting, err)
	}
	return s.Run(ctx, database, string(statements))
}
