package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// database is one engine's stores, as those who use them know them.
type database struct {
	engine
	sqlrows.Stores
	sessions  hpp.Store
	outbox    jobStore
	retention retention.Store
}

// engine is what holds the stores.
type engine interface {
	// Ready reports whether the database takes writes.
	Ready(ctx context.Context) error
	Close() error
}

// jobStore is the outbox for the runner and for the operator.
type jobStore interface {
	outbox.Store
	outbox.Admin
	Backlog(ctx context.Context) ([]outbox.Backlog, error)
}

const sqliteScheme = "sqlite:"

// postgresSchemes are both in use, for the same thing.
var postgresSchemes = []string{"postgres://", "postgresql://"}

// isPostgres reports whether an address names a PostgreSQL database.
func isPostgres(address string) bool {
	return slices.ContainsFunc(postgresSchemes, func(scheme string) bool { return strings.HasPrefix(address, scheme) })
}

// openDatabase opens what an address names. Config.check has judged it.
func openDatabase(ctx context.Context, address string) (*database, error) {
	open, where := openSQLite, strings.TrimPrefix(address, sqliteScheme)
	if isPostgres(address) {
		open, where = openPostgres, address
	}
	db, err := open(ctx, where)
	if err != nil {
		return nil, fmt.Errorf("OPENHPP_DATABASE: %w", err)
	}
	return db, nil
}

func openSQLite(ctx context.Context, path string) (*database, error) {
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return &database{engine: db, Stores: db.Stores, sessions: db.Sessions(), outbox: db.Outbox(), retention: db.Retention()}, nil
}

func openPostgres(ctx context.Context, address string) (*database, error) {
	db, err := postgres.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	return &database{engine: db, Stores: db.Stores, sessions: db.Sessions(), outbox: db.Outbox(), retention: db.Retention()}, nil
}
