package harness

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // looks into what the server stored
	_ "modernc.org/sqlite"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// Database is where a server under test keeps everything: a file, or, when
// OPENHPP_TEST_DATABASE is "postgres", a database of the tests' own server, or,
// when it is "pgbouncer", the same by way of a pooler, or, when it is the
// address of a server or cluster, a database there.
type Database struct {
	Address string // as OPENHPP_DATABASE has it

	t      T
	beside string // the same without a pooler
}

const (
	fileScheme    = "sqlite:"
	engineSetting = "OPENHPP_TEST_DATABASE"
)

func newDatabase(t T) Database {
	t.Helper()
	return DatabaseOn(t, os.Getenv(engineSetting))
}

// DatabaseOn is a fresh database of an engine: sqlite, the default, postgres or pgbouncer.
func DatabaseOn(t T, engine string) Database {
	t.Helper()
	switch engine {
	case "", "sqlite":
		return StoredAt(t, fileScheme+filepath.Join(t.TempDir(), "openhpp.db"))
	case "postgres", "pgbouncer":
		return StoredOn(t, pgtest.Durable(t))
	}
	if !pgtest.Given() {
		t.Fatalf("%s is %q, want sqlite, postgres, pgbouncer or postgres://…", engineSetting, engine)
	}
	return StoredAt(t, pgtest.DurableDatabase(t, "openhpp", migrate))
}

// migrate makes the schema in a database that was given, so that its tables can
// be spread before anything is in them.
func migrate(ctx context.Context, address string) error {
	db, err := postgres.Open(ctx, address)
	if err != nil {
		return err
	}
	return db.Close()
}

// StoredAt is a database that a test brings itself.
func StoredAt(t T, address string) Database { return Database{address, t, address} }

// StoredOn is a new database on a server that a test brings itself, by way of a
// pooler when OPENHPP_TEST_DATABASE says so.
func StoredOn(t T, server *pgtest.Server) Database {
	t.Helper()
	database := StoredAt(t, server.Create(t, "template1"))
	if os.Getenv(engineSetting) == "pgbouncer" {
		database.Address = server.URLAt(server.Pooler(t), pgtest.Name(t, database.beside))
	}
	return database
}

// OnServer makes all databases of a test process PostgreSQL's, unless a pooler
// or another server was asked for.
func OnServer() {
	if os.Getenv(engineSetting) != "pgbouncer" && !pgtest.Given() {
		_ = os.Setenv(engineSetting, "postgres")
	}
}

// file is the database's file; none for PostgreSQL.
func (d Database) file() (string, bool) { return strings.CutPrefix(d.Address, fileScheme) }

// open looks into the database beside the server.
func (d Database) open() *sql.DB {
	d.t.Helper()
	driver, address := "pgx", d.beside
	if file, ok := d.file(); ok {
		driver, address = "sqlite", "file:"+file+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		d.t.Fatal(err)
	}
	return db
}

// Count is the number that a query answers.
func (d Database) Count(query string) int {
	d.t.Helper()
	db := d.open()
	defer func() { _ = db.Close() }()
	var n int
	if err := db.QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// CheckIntegrity holds that the file is undamaged. A server looks after its own.
func (d Database) CheckIntegrity() {
	d.t.Helper()
	if _, ok := d.file(); !ok {
		return
	}
	if n := d.Count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"); n != 0 {
		d.t.Errorf("the file is damaged: %d complaints", n)
	}
}

// EndSession moves a session's end into the past, as two days would. It is a change
// of the row like any other, so that open pages find it.
func (d Database) EndSession(id string) {
	d.t.Helper()
	db := d.open()
	defer func() { _ = db.Close() }()
	statement := `UPDATE sessions SET version = version + 1, expires_at = $1, 
		document = jsonb_set(jsonb_set(document::jsonb, '{expires_at}', to_jsonb($2::text)), '{version}', to_jsonb(version + 1))::json WHERE session_id = $3`
	if _, ok := d.file(); ok {
		statement = `UPDATE sessions SET version = version + 1, expires_at = ?, 
			document = json_set(document, '$.expires_at', ?, '$.version', version + 1) WHERE session_id = ?`
	}
	past := time.Now().Add(-time.Second).UTC().Truncate(time.Millisecond) // as all that is stored
	if _, err := db.ExecContext(context.Background(), statement, past.UnixMilli(), past.Format(time.RFC3339Nano), id); err != nil {
		d.t.Fatal(err)
	}
}

// Fsck runs "openhpp fsck" on the database and answers what it printed.
func (d Database) Fsck(args ...string) (stdout []byte, err error) {
	d.t.Helper()
	cmd := exec.CommandContext(d.t.Context(), Binary(d.t), append([]string{"fsck", "--database", d.Address}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if stdout, err = cmd.Output(); err != nil {
		err = fmt.Errorf("%w: %s", err, stderr.String())
	}
	return stdout, err
}

// Change runs a statement beside the program, which must hit something.
func (d Database) Change(statement string) {
	d.t.Helper()
	db := d.open()
	defer func() { _ = db.Close() }()
	result, err := db.ExecContext(context.Background(), statement)
	if err != nil {
		d.t.Fatalf("%s: %v", statement, err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		d.t.Fatalf("%s: changed %d rows, %v", statement, n, err)
	}
}

// Text is what a query answers.
func (d Database) Text(query string) (text string) {
	d.t.Helper()
	db := d.open()
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(context.Background(), query).Scan(&text); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return text
}

// IsFile reports whether the database is an embedded file.
func (d Database) IsFile() bool {
	_, ok := d.file()
	return ok
}

// Copy is a database of its own with the same content. Nobody may be using it.
func (d Database) Copy(t *testing.T) Database {
	t.Helper()
	file, ok := d.file()
	if !ok {
		return StoredAt(t, pgtest.Durable(t).Create(t, pgtest.Name(t, d.beside)))
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	duplicate := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(duplicate, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return StoredAt(t, fileScheme+duplicate)
}

// Advance makes time pass for jobs: leases that dead processes hold are over, and
// what waits is due.
func (d Database) Advance() {
	d.t.Helper()
	db := d.open()
	defer func() { _ = db.Close() }()
	now := time.Now().UnixMilli()
	if _, err := db.ExecContext(context.Background(), fmt.Sprintf(`UPDATE outbox SET lease_until = 0, due_at = %d
		WHERE state = 'pending' AND kind IN ('callback', 'reconcile', 'payer_outcome', 'release_token') AND (due_at > %d OR lease_until > %d)`, now, now, now)); err != nil {
		d.t.Fatal(err)
	}
}
