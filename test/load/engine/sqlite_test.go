package engine

import (
	"database/sql"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/load/measure"
)

// schema is what filling needs to know of the program's.
const schema = `CREATE TABLE sessions (session_id TEXT PRIMARY KEY, merchant_id TEXT, link_hash BLOB UNIQUE, provider TEXT, payment_kind TEXT,
	payment_id TEXT, status TEXT, version INTEGER, created_at INTEGER, expires_at INTEGER, document TEXT) STRICT;
	CREATE TABLE outbox (subject TEXT, id TEXT, kind TEXT, seq INTEGER, due_at INTEGER, payload BLOB, created_at INTEGER, PRIMARY KEY (subject, id)) STRICT;
	INSERT INTO sessions VALUES ('019a0000-0000-7000-8000-000000000001', 'm', x'01', 'builtin', 'payments', 'p', 'WAITING', 1, 2, 3, '{"a":"b"}');
	INSERT INTO outbox VALUES ('019a0000-0000-7000-8000-000000000001', 'j', 'expire', 0, 9, x'', 2)`

func modelled(t *testing.T) (SQLite, *sql.DB) {
	t.Helper()
	e := NewSQLite(t.TempDir())
	db, err := sql.Open("sqlite", "file:"+e.file()+"?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.ExecContext(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	return e, db
}

func number(t *testing.T, db *sql.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// Filling goes on where it ended, and the copies bear the ids that a reader
// works out.
func TestFillSQLite(t *testing.T) {
	e, db := modelled(t)
	e.batch = 10_000
	for _, total := range []int{70, 34_000, 70} {
		if err := e.Fill(t.Context(), total); err != nil {
			t.Fatal(err)
		}
	}
	const all = 34_000
	if n := number(t, db, `SELECT count(*) FROM sessions JOIN outbox ON subject = session_id WHERE document = '{"a":"b"}' AND due_at = 9`); n != all+1 {
		t.Errorf("%d sessions with their jobs, want %d", n, all+1)
	}
	for _, i := range []int{0, 1, 69, 70, 33_791, 33_792, all - 1} {
		if number(t, db, `SELECT count(*) FROM sessions WHERE session_id = ?`, CopyID(i)) != 1 {
			t.Errorf("copy %d is not there as %s", i, CopyID(i))
		}
	}
	if number(t, db, `SELECT count(*) FROM sessions WHERE session_id = ?`, CopyID(all)) != 0 {
		t.Error("there is one too many")
	}
	if number(t, db, `SELECT count(*) FROM sessions WHERE session_id > '019a0000'`) != 1 {
		t.Error("copies are not older than real sessions")
	}
}

func TestFillSQLiteNeedsAModel(t *testing.T) {
	if err := NewSQLite(t.TempDir()).Fill(t.Context(), 10); err == nil {
		t.Error("filled what has no tables")
	}
}

func TestFloorSQLite(t *testing.T) {
	e, _ := modelled(t)
	if got, err := e.Floor(t.Context(), measure.Plan{Clients: 2, Span: 30 * time.Millisecond}); err != nil || got.Rate == 0 {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := NewSQLite(t.TempDir()).Floor(t.Context(), measure.Plan{Clients: 1, Span: time.Millisecond}); err == nil {
		t.Error("a floor without a session to take the size of")
	}
}

func TestSQLiteSetting(t *testing.T) {
	dir := t.TempDir()
	if got := NewSQLite(dir).Setting(); !strings.HasPrefix(got, "sqlite:"+dir+string(os.PathSeparator)) {
		t.Errorf("got %q", got)
	}
}

func TestCopyID(t *testing.T) {
	for i, want := range map[int]string{
		0: "01941f29-7c00-7000-8000-000000000000", 1: "01941f29-7c01-7000-8000-000000000001", 65_536: "01941f2a-7c00-7000-8000-000000010000",
	} {
		if got := CopyID(i); got != want {
			t.Errorf("%d: got %s, want %s", i, got, want)
		}
	}
}
