package postgres_test

import (
	"context"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// Several processes may start on one new database; all must end with a schema.
func TestOpenTogether(t *testing.T) {
	t.Parallel()
	address := pgtest.Empty(t)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() {
			db, err := postgres.Open(t.Context(), address, postgres.AllowVolatile())
			if err == nil {
				err = db.Ready(t.Context())
			}
			if err == nil {
				err = db.Close()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			t.Errorf("open %d: %v", i, err)
		}
	}
}

// with is an address with another user or more parameters.
func with(t *testing.T, address string, change func(*url.URL, url.Values)) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	change(u, query)
	u.RawQuery = query.Encode()
	return u.String()
}

func as(user, password string) func(*url.URL, url.Values) {
	return func(u *url.URL, _ url.Values) { u.User = url.UserPassword(user, password) }
}

func set(name, value string) func(*url.URL, url.Values) {
	return func(_ *url.URL, q url.Values) { q.Set(name, value) }
}

// on runs statements in the database of an address.
func on(t *testing.T, address, statements string) {
	t.Helper()
	if err := pgtest.Shared(t).Run(t.Context(), pgtest.Name(t, address), statements); err != nil {
		t.Fatal(err)
	}
}

// nobody is an address where nothing listens.
func nobody(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

func TestOpenRefusesInOneLine(t *testing.T) {
	t.Parallel()
	volatile := []postgres.Option{postgres.AllowVolatile()}
	shared := pgtest.Shared(t)
	on(t, shared.URL("postgres"), "CREATE ROLE visitor LOGIN; CREATE ROLE "+pgtest.Guarded+" LOGIN PASSWORD '"+pgtest.Password+"'")
	t.Cleanup(func() {
		_ = shared.Run(context.Background(), "postgres", "DROP ROLE visitor; DROP ROLE "+pgtest.Guarded)
	})
	for name, c := range map[string]struct {
		address func(t *testing.T) string
		options []postgres.Option
		want    string
	}{
		"no address": {func(*testing.T) string { return "postgres://u:sesame@h:port/x" }, volatile, "looks like postgres://"},
		"nobody there": {func(t *testing.T) string {
			return with(t, shared.URL("a"), func(u *url.URL, _ url.Values) { u.Host = nobody(t) })
		}, volatile, "no server answers at 127.0.0.1:"},
		"wrong password": {func(t *testing.T) string {
			return with(t, pgtest.Empty(t), as(pgtest.Guarded, "sesame"))
		}, volatile, `does not let user "guarded" in`},
		"no database": {func(t *testing.T) string { return shared.URL("nowhere") }, volatile, `no database "nowhere"`},
		"may not make tables": {func(t *testing.T) string {
			return with(t, pgtest.Empty(t), as("visitor", ""))
		}, volatile, `user "visitor" lacks rights`},
		"may not use tables": {func(t *testing.T) string {
			address := database(t)
			on(t, address, "GRANT SELECT ON goose_db_version TO visitor")
			return with(t, address, as("visitor", ""))
		}, volatile, `user "visitor" may not`},
		"read-only": {func(t *testing.T) string {
			address := database(t)
			on(t, address, "ALTER DATABASE "+pgtest.Name(t, address)+" SET default_transaction_read_only = on")
			return address
		}, volatile, "read-only, as a standby is"},
		"commits not waited for": {func(t *testing.T) string {
			return with(t, database(t), set("synchronous_commit", "off"))
		}, volatile, "synchronous_commit is off"},
		"commits in memory": {func(t *testing.T) string {
			return with(t, database(t), set("synchronous_commit", "local"))
		}, volatile, "synchronous_commit is local"},
		"nothing synced": {database2, nil, "fsync or full_page_writes off"},
		"no UTF-8": {func(t *testing.T) string {
			on(t, shared.URL("postgres"), "CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
			t.Cleanup(func() { _ = shared.Run(context.Background(), "postgres", "DROP DATABASE ascii") })
			return shared.URL("ascii")
		}, volatile, "encoding is SQL_ASCII"},
		"newer schema": {func(t *testing.T) string {
			address := database(t)
			on(t, address, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)")
			return address
		}, volatile, "the schema has version 9999"},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := postgres.Open(t.Context(), c.address(t), c.options...)
			if err == nil {
				_ = db.Close()
				t.Fatal("opened")
			}
			if text := err.Error(); !strings.Contains(text, c.want) || strings.Contains(text, "\n") || strings.Contains(text, "sesame") {
				t.Errorf("%q; want one line with %q and no password", text, c.want)
			}
		})
	}
}

func database2(t *testing.T) string { return database(t) }

// What the address or the database says otherwise gives way to a lasting
// commit, unless the address asks for less in so many words.
func TestOpenAsksForLastingCommits(t *testing.T) {
	t.Parallel()
	address := database(t)
	on(t, address, "ALTER DATABASE "+pgtest.Name(t, address)+" SET synchronous_commit = off")
	if err := openAt(t, address).Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

// Roles belong to the whole server: this test runs alone.
func TestOpenWithPassword(t *testing.T) {
	address := database(t)
	on(t, address, "CREATE ROLE "+pgtest.Guarded+" LOGIN PASSWORD '"+pgtest.Password+"' SUPERUSER")
	t.Cleanup(func() { _ = pgtest.Shared(t).Run(context.Background(), "postgres", "DROP ROLE "+pgtest.Guarded) })
	openAt(t, with(t, address, as(pgtest.Guarded, pgtest.Password)))
}

func TestStandbyIsRefusedAndTheLeaderFound(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	leader, standby := pgtest.New(t, true), pgtest.New(t, true, "wal_level=replica")
	for _, s := range []*pgtest.Server{leader, standby} {
		if err := s.Run(ctx, "postgres", "CREATE DATABASE pay"); err != nil {
			t.Fatal(err)
		}
	}
	if err := standby.Stop(pgtest.Fast); err != nil {
		t.Fatal(err)
	}
	if err := standby.Standby(); err != nil {
		t.Fatal(err)
	}
	if err := standby.Start(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Open(ctx, standby.URL("pay")); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("a standby: %v", err)
	}
	both := leader.URLAt(standby.Addr()+","+leader.Addr(), "pay")
	db, err := postgres.Open(ctx, both)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(ctx); err != nil {
		t.Error(err)
	}
	_ = db.Close()
}

// A migration that meets a lock lets go of it and comes back, so that nobody
// queues up behind it.
func TestMigrationComesBackAfterALock(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	address := pgtest.Empty(t)
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "BEGIN; CREATE TABLE merchants (id INT)"); err != nil {
		t.Fatal(err)
	}
	opened := make(chan error, 1)
	began := time.Now()
	go func() {
		db, err := postgres.Open(ctx, address, postgres.AllowVolatile())
		if err == nil {
			err = db.Close()
		}
		opened <- err
	}()
	select {
	case err := <-opened:
		t.Fatalf("opened beside a lock: %v", err)
	case <-time.After(2500 * time.Millisecond): // one wait for the lock and a part of the next
	}
	if _, err := conn.Exec(ctx, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}

// A server that is starting, or a pooler whose server was gone, sends callers
// away: a start waits a moment, and not for ever.
func TestOpenWaitsForAServerThatIsStarting(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	tap := newWiretap(t, server.Addr())
	address := server.URLAt(tap.Addr().String(), pgtest.Name(t, database(t)))
	tap.starting.Store(2)
	openAt(t, address)
	tap.starting.Store(1000)
	_, err := postgres.Open(t.Context(), address, postgres.AllowVolatile())
	if err == nil || !strings.Contains(err.Error(), "starting or stopping") || tap.starting.Load() > 997 {
		t.Errorf("%v, after %d tries", err, 1000-tap.starting.Load())
	}
}
