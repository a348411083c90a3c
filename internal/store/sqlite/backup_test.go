package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// A backup beside a busy writer is of one moment: it has all that was
// acknowledged before it began, and of each change all or nothing.
func TestBackupIsOfOneMoment(t *testing.T) {
	db := newBook(t)
	file := path(t, db)
	ctx, stop := context.WithCancel(t.Context())
	var acknowledged atomic.Int64
	var writer sync.WaitGroup
	writer.Go(func() {
		for n := int64(1); ctx.Err() == nil; n++ {
			err := db.update(t.Context(), func(ctx context.Context, tx *transaction) error {
				return errors.Join(enter("a"+strconv.FormatInt(n, 10), "a")(ctx, tx), enter("b"+strconv.FormatInt(n, 10), "b")(ctx, tx))
			})
			if err != nil {
				t.Error(err)
				return
			}
			acknowledged.Store(n)
		}
	})
	for try := range 5 {
		before := acknowledged.Load()
		to := filepath.Join(t.TempDir(), "copy.db")
		copied, err := Backup(t.Context(), file, to)
		if err != nil {
			t.Fatal(err)
		}
		after := acknowledged.Load() + 1 // one more may be on the disk, unanswered
		duplicate, err := Open(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		left, right := lines(t, duplicate, "of = 'a'"), lines(t, duplicate, "of = 'b'")
		if left != right || int64(left) < before || int64(left) > after {
			t.Errorf("copy %d has %d and %d lines; %d were acknowledged before it, %d after", try, left, right, before, after)
		}
		if !copied.Checked || copied.Bytes == 0 || rows(copied, "book") != int64(left+right) {
			t.Errorf("copy %d: %+v", try, copied)
		}
		if err := duplicate.Close(); err != nil {
			t.Error(err)
		}
	}
	stop()
	writer.Wait()
	if acknowledged.Load() < 5 {
		t.Errorf("only %d changes were made meanwhile", acknowledged.Load())
	}
}

func TestRestoreTakesOnlyWhatIsWhole(t *testing.T) {
	for name, one := range map[string]struct {
		harm func(t *testing.T, backup, target string)
		says string // nothing when it is restored
	}{
		"as it was":              {func(*testing.T, string, string) {}, ""},
		"without its sum":        {func(t *testing.T, backup, _ string) { remove(t, backup+checksum) }, ""},
		"one byte is another":    {func(t *testing.T, backup, _ string) { flip(t, backup) }, "is not what was backed up"},
		"cut off":                {func(t *testing.T, backup, _ string) { cut(t, backup); remove(t, backup+checksum) }, "malformed"},
		"not a database":         {func(t *testing.T, backup, _ string) { write(t, backup, "hello"); remove(t, backup+checksum) }, "not a database"},
		"not one of ours":        {func(t *testing.T, backup, _ string) { foreign(t, backup); remove(t, backup+checksum) }, "no database of OpenHPP"},
		"of a newer version":     {func(t *testing.T, backup, _ string) { newer(t, backup); remove(t, backup+checksum) }, "a newer one"},
		"a reference is broken":  {func(t *testing.T, backup, _ string) { orphan(t, backup); remove(t, backup+checksum) }, "refers to one that is not there"},
		"not there":              {func(t *testing.T, backup, _ string) { remove(t, backup); remove(t, backup+checksum) }, "no such file"},
		"the target is there":    {func(t *testing.T, _, target string) { write(t, target, "precious") }, "is there already"},
		"another's log is there": {func(t *testing.T, _, target string) { write(t, target+"-wal", "old") }, "is there already"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			backup, target := filepath.Join(dir, "b.db"), filepath.Join(dir, "restored.db")
			if _, err := Backup(t.Context(), path(t, newBook(t)), backup); err != nil {
				t.Fatal(err)
			}
			one.harm(t, backup, target)
			there, _ := os.ReadFile(target)
			_, err := Restore(t.Context(), backup, target)
			if one.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), one.says) {
				t.Errorf("it says %v, want %q", err, one.says)
			}
			if now, _ := os.ReadFile(target); string(now) != string(there) {
				t.Errorf("the target is %q now", now)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*partial*")); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestBackupsOverwriteNothing(t *testing.T) {
	file, dir := path(t, newBook(t)), t.TempDir()
	for _, taken := range []string{"b.db", "c.db" + checksum} {
		write(t, filepath.Join(dir, taken), "precious")
	}
	for _, to := range []string{"b.db", "c.db"} {
		if _, err := Backup(t.Context(), file, filepath.Join(dir, to)); err == nil || !strings.Contains(err.Error(), "is there already") {
			t.Errorf("%s: %v", to, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
	if _, err := Backup(t.Context(), filepath.Join(dir, "none.db"), filepath.Join(dir, "d.db")); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Error(err)
	}
}

// path is where a database lies.
func path(t *testing.T, db *DB) (file string) {
	t.Helper()
	if err := db.read.QueryRowContext(t.Context(), "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&file); err != nil {
		t.Fatal(err)
	}
	return file
}

func rows(c Copied, table string) int64 {
	for _, one := range c.Tables {
		if one.Table == table {
			return one.Count
		}
	}
	return -1
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func flip(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	write(t, path, string(content))
}

func cut(t *testing.T, path string) {
	t.Helper()
	if err := os.Truncate(path, 3*4096); err != nil {
		t.Fatal(err)
	}
}

func foreign(t *testing.T, path string) {
	t.Helper()
	remove(t, path)
	alter(t, path, "CREATE TABLE other (a TEXT)")
}

func newer(t *testing.T, path string) {
	t.Helper()
	alter(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)")
}

func orphan(t *testing.T, path string) {
	t.Helper()
	alter(t, path, `CREATE TABLE child (book TEXT REFERENCES book (name)); INSERT INTO child VALUES ('nowhere')`)
}

func alter(t *testing.T, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", fileURL(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
