package floor

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/test/load/measure"
)

// Every step is a row of its own, and a second measurement begins afresh.
func TestInsert(t *testing.T) {
	dir := t.TempDir()
	document := strings.Repeat("d", 1500)
	for range 2 {
		got, err := Insert(t.Context(), dir, document, measure.Plan{Clients: 4, Span: 50 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "floor.db")+"?mode=ro")
		if err != nil {
			t.Fatal(err)
		}
		var rows, size int
		if err := db.QueryRowContext(t.Context(), `SELECT count(*), min(length(document)) FROM plain`).Scan(&rows, &size); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if rows != got.Count || rows == 0 || size != len(document) {
			t.Errorf("%d rows of %d bytes for %+v", rows, size, got)
		}
	}
}

func TestInsertFails(t *testing.T) {
	if _, err := Insert(t.Context(), filepath.Join(t.TempDir(), "missing"), "", measure.Plan{Clients: 1, Span: time.Second}); err == nil {
		t.Error("into no folder")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Insert(ctx, t.TempDir(), "", measure.Plan{Clients: 1, Span: time.Second}); err == nil {
		t.Error("after the end")
	}
}
