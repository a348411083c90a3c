package chaos

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// The disk is lost after a backup that was made under load: what had been
// acknowledged before the backup is there again, with the same links.
func TestRestored(t *testing.T) {
	dir := t.TempDir()
	file, backup := filepath.Join(dir, "openhpp.db"), filepath.Join(dir, "backup.db")
	server := harness.StartOn(t, harness.StoredAt(t, "sqlite:"+file))
	merchant := server.Merchant("Lamps & Co")
	receiver, book := watched(t, merchant)
	open := merchant.Session(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Go(func() { work(ctx, t, worker, merchant, receiver, book, itself) })
	}
	for book.paid.Load() < 40 && !t.Failed() {
		pause(t.Context())
	}
	before := sessionsOf(t, merchant, book)
	env := []string{"OPENHPP_DATABASE=sqlite:" + file}
	start := time.Now()
	if out, err := harness.Run(t, env, "backup", "--to", backup); err != nil || !strings.Contains(out, "is whole") {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("a backup of %d sessions took %v under load", len(before), time.Since(start).Round(time.Millisecond))
	stop()
	workers.Wait()
	server.Kill()

	if out, err := harness.Run(t, env, "restore", "--from", backup); err == nil || !strings.Contains(out, "is there already") {
		t.Fatalf("the file was overwritten: %v\n%s", err, out)
	}
	for _, lost := range []string{file, file + "-wal", file + "-shm"} {
		if err := os.Remove(lost); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := harness.Run(t, env, "restore", "--from", backup); err != nil || !strings.Contains(out, "is whole") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := server.Database.Fsck(); err != nil {
		t.Errorf("what was restored: %v\n%s", err, out)
	}
	server.Run()
	server.Database.CheckIntegrity()
	completed := 0
	for _, was := range before {
		if was.Status != "COMPLETED" {
			continue // it went on after it was looked at
		}
		completed++
		if is, err := merchant.ReadSession(t.Context(), was.SessionID); err != nil || is != was {
			t.Errorf("session %s is %+v, %v; was %+v", was.SessionID, is, err, was)
		}
	}
	if completed < 40 {
		t.Errorf("only %d payments were completed before the backup", completed)
	}
	if page, err := harness.NewPayer().Pay(t.Context(), open.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Errorf("the open link: %q, %v", page.Outcome, err)
	}
}

// sessionsOf are the sessions acknowledged so far, as they are now.
func sessionsOf(t *testing.T, m *harness.Merchant, book *ledger) []client.Session {
	t.Helper()
	book.mu.Lock()
	payments := append([]payment(nil), book.payments...)
	book.mu.Unlock()
	sessions := make([]client.Session, len(payments))
	for i, p := range payments {
		var err error
		if sessions[i], err = m.ReadSession(t.Context(), p.session.SessionID); err != nil {
			t.Fatal(err)
		}
	}
	return sessions
}
