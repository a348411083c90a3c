package sqlite_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

func TestOneServerOnAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first, err := sqlite.TakeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.TakeLock(path)
	if err == nil || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) || !strings.Contains(err.Error(), path) {
		t.Fatalf("a second lock: %v, want the process and the file named", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := sqlite.TakeLock(path)
	if err != nil {
		t.Fatalf("after its release: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
	if err := (*sqlite.Lock)(nil).Release(); err != nil {
		t.Errorf("no lock: %v", err)
	}
}

// A lock file that a dead process left behind keeps nobody away.
func TestALeftLockFileIsNoLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path+".lock", []byte("1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lock, err := sqlite.TakeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Release(); err != nil {
		t.Error(err)
	}
}

// What a dead server was doing is due at once for the next, and the dead one's
// lease counts no more.
func TestReclaim(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(raw.Close(), db.Close()) }()
	ctx, jobs, now := t.Context(), db.Outbox(), time.UnixMilli(1_000)
	if _, err := raw.ExecContext(ctx, `INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at) VALUES ('s', 'e', 'callback', 1, 0, x'', 0)`); err != nil {
		t.Fatal(err)
	}
	claim := func() []outbox.Job {
		rows, err := jobs.Claim(ctx, "callback", now, now.Add(time.Minute), 1, outbox.Shares{})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	lost := claim()
	if len(lost) != 1 || len(claim()) != 0 {
		t.Fatal("not leased once")
	}
	if err := jobs.Reclaim(ctx, time.Minute); err != nil {
		t.Fatal(err)
	}
	var at, number int64
	var result string
	if err := raw.QueryRowContext(ctx, `SELECT at, number, result FROM delivery_tries WHERE subject = 's' AND event_id = 'e'`).Scan(&at, &number, &result); err != nil || at != 1_000 || number != 1 || result != "lost" {
		t.Errorf("the dead server's try is %s, number %d, at %d: %v", result, number, at, err)
	}
	if again := claim(); len(again) != 1 {
		t.Fatal("not due again")
	}
	if err := jobs.Done(ctx, lost[0]); !errors.Is(err, outbox.ErrStale) {
		t.Errorf("the lost lease still finishes the job: %v", err)
	}
}
