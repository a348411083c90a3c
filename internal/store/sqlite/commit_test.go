package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func newBook(tb testing.TB) *DB {
	tb.Helper()
	db, err := Open(tb.Context(), filepath.Join(tb.TempDir(), "test.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	if _, err := db.write.ExecContext(tb.Context(), "CREATE TABLE book (name TEXT PRIMARY KEY, of TEXT NOT NULL)"); err != nil {
		tb.Fatal(err)
	}
	return db
}

// enter writes a line into the book.
func enter(name, of string) func(context.Context, *transaction) error {
	return func(ctx context.Context, tx *transaction) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO book (name, of) VALUES (?, ?)", name, of)
		return err
	}
}

func lines(t *testing.T, db *DB, where string) (n int) {
	t.Helper()
	if err := db.read.QueryRowContext(t.Context(), "SELECT count(*) FROM book WHERE "+where).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// hold keeps the writer busy until the answer is called.
func hold(t *testing.T, db *DB) (release func()) {
	t.Helper()
	holding, free := make(chan struct{}), make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		err := db.update(context.Background(), func(context.Context, *transaction) error {
			close(holding)
			<-free
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-holding
	return func() { close(free); done.Wait() }
}

// waiting waits until so many changes stand in the queue.
func waiting(db *DB, n int) {
	for {
		if db.queue.Waiting() == n {
			return
		}
	}
}

var errRefused = errors.New("refused")

// Changes that wait together are committed together, and one that fails or
// panics takes no other with it.
func TestChangesShareACommit(t *testing.T) {
	t.Run("between savepoints", func(t *testing.T) { changesShareACommit(t, (*DB).update) })
	t.Run("repeatable", func(t *testing.T) { changesShareACommit(t, (*DB).updateRepeatable) })
}

func changesShareACommit(t *testing.T, update func(*DB, context.Context, func(context.Context, *transaction) error) error) {
	t.Helper()
	const callers = 60
	db := newBook(t)
	release := hold(t, db)
	errs := make([]error, callers)
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("%v", p)
				}
			}()
			errs[i] = update(db, t.Context(), func(ctx context.Context, tx *transaction) error {
				if err := enter(fmt.Sprintf("line %d", i), "many")(ctx, tx); err != nil {
					return err
				}
				switch i % 3 {
				case 1:
					return errRefused
				case 2:
					panic("a fault of this one")
				}
				return nil
			})
		})
	}
	waiting(db, callers)
	var commits int
	before := pages(t, db)
	release()
	all.Wait()
	if commits = pages(t, db) - before; commits > 6 {
		t.Errorf("%d changes wrote %d pages", callers, commits)
	}
	for i, err := range errs {
		switch i % 3 {
		case 0:
			if err != nil {
				t.Errorf("%d: %v", i, err)
			}
		case 1:
			if !errors.Is(err, errRefused) {
				t.Errorf("%d: %v", i, err)
			}
		case 2:
			if err == nil || !strings.Contains(err.Error(), "a fault of this one") || !strings.Contains(err.Error(), "commit_test.go") {
				t.Errorf("%d: %v", i, err)
			}
		}
	}
	if n := lines(t, db, "of = 'many'"); n != callers/3 {
		t.Errorf("%d lines, want %d", n, callers/3)
	}
}

// pages is how many pages the log holds: each commit writes those it changed.
func pages(t *testing.T, db *DB) (n int) {
	t.Helper()
	var busy, moved int
	if err := db.read.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &n, &moved); err != nil {
		t.Fatal(err)
	}
	return n
}

// A broken constraint of one is not another's.
func TestAChangeSeesThoseBeforeIt(t *testing.T) {
	db := newBook(t)
	release := hold(t, db)
	var errs [3]error
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = db.update(t.Context(), enter("the same", fmt.Sprint(i))) })
	}
	waiting(db, len(errs))
	release()
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !isUnique(err) {
			t.Error(err)
		}
	}
	if won != 1 || lines(t, db, "name = 'the same'") != 1 {
		t.Errorf("%d of three wrote the same line", won)
	}
}

// Who gives up while waiting has changed nothing; who gives up later learns
// what became of it.
func TestGivingUp(t *testing.T) {
	db := newBook(t)
	release := hold(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() { gaveUp <- db.update(ctx, enter("never", "one")) }()
	waiting(db, 1)
	cancel()
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Errorf("gave up with %v", err)
	}
	release()
	if n := lines(t, db, "true"); n != 0 {
		t.Errorf("%d lines of one that gave up", n)
	}

	ctx, cancel = context.WithCancel(t.Context())
	err := db.update(ctx, func(ctx context.Context, tx *transaction) error {
		cancel()
		return enter("already begun", "one")(ctx, tx)
	})
	if err != nil || lines(t, db, "name = 'already begun'") != 1 {
		t.Errorf("begun and given up: %v", err)
	}
}

// When the transaction itself is lost, nobody is told that it worked.
func TestALostTransactionIsEverybodys(t *testing.T) {
	db := newBook(t)
	release := hold(t, db)
	var errs [3]error
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			errs[i] = db.update(t.Context(), func(ctx context.Context, tx *transaction) error {
				if i == 1 { // what SQLite does by itself when a disk is full
					_, _ = tx.ExecContext(ctx, "ROLLBACK")
					return errRefused
				}
				return enter(fmt.Sprint(i), "lost")(ctx, tx)
			})
		})
	}
	waiting(db, len(errs))
	release()
	all.Wait()
	for i, err := range errs {
		if err == nil && lines(t, db, fmt.Sprintf("name = '%d'", i)) != 1 {
			t.Errorf("%d was told that it worked", i)
		}
	}
	if !errors.Is(errs[1], errRefused) {
		t.Errorf("its own error is %v", errs[1])
	}
	if err := db.update(t.Context(), enter("afterwards", "one")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
