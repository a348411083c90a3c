package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/test/load/measure"
)

func TestTransactions(t *testing.T) {
	got, err := transactions(strings.NewReader("0 1 2500 0 1790000000 123\n3 2 40 0 1790000000 456\n"))
	if diff := cmp.Diff([]time.Duration{2500 * time.Microsecond, 40 * time.Microsecond}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, text := range []string{"0 1\n", "0 1 failed 0 1 2\n"} {
		if got, err := transactions(strings.NewReader(text)); err == nil {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// A server starts with all its durability, is measured by pgbench, filled, and
// leaves nothing running.
func TestPostgres(t *testing.T) {
	fulltest.Long(t, "starts PostgreSQL")
	if _, err := postgresPrograms(); err != nil {
		fulltest.Lack(t, err)
	}
	dir, err := os.MkdirTemp("", "openhpp-bench-") //nolint:usetesting // its parents must let another user in, and a socket's path be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	p, err := StartPostgres(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	for setting, want := range map[string]string{"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"} {
		if got, err := p.query(t.Context(), "SHOW "+setting); err != nil || got != want {
			t.Errorf("%s is %q, %v", setting, got, err)
		}
	}
	got, err := p.pgbench(t.Context(), `{"a":"it's"}`, measure.Plan{Clients: 4, Span: time.Second})
	if err != nil || got.Clients != 4 || got.Count == 0 || got.P99 < got.P50 || got.P50 == 0 {
		t.Errorf("pgbench: %+v, %v", got, err)
	}
	if rows, err := p.query(t.Context(), `SELECT count(*) > 0 AND min(document) = '{"a":"it''s"}' FROM bench_plain`); err != nil || rows != "t" {
		t.Errorf("rows: %q, %v", rows, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "pgbench.*")); len(left) != 0 {
		t.Errorf("logs are left: %v", left)
	}
	fillsPostgres(t, p)
	if _, err := p.query(t.Context(), "SELECT nonsense"); err == nil {
		t.Error("nonsense is answered")
	}
}

func fillsPostgres(t *testing.T, p *Postgres) {
	t.Helper()
	if err := p.Fill(t.Context(), 5); err == nil {
		t.Error("filled what has no tables")
	}
	translated := strings.NewReplacer(" STRICT", "", "BLOB", "bytea", "INTEGER", "bigint", "x'01'", `'\x01'`, "x''", `''`).Replace(schema)
	if _, err := p.query(t.Context(), translated); err != nil {
		t.Fatal(err)
	}
	for _, total := range []int{3, 70, 70} {
		if err := p.Fill(t.Context(), total); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := p.query(t.Context(), `SELECT count(*) FROM sessions JOIN outbox ON subject = session_id`); err != nil || got != "71" {
		t.Errorf("%s sessions with their jobs, %v", got, err)
	}
	if got, err := p.query(t.Context(), `SELECT count(*) FROM sessions WHERE session_id IN ('`+CopyID(0)+`', '`+CopyID(69)+`')`); err != nil || got != "2" {
		t.Errorf("%s of two copies are there, %v", got, err)
	}
	got, err := p.Floor(t.Context(), measure.Plan{Clients: 2, Span: time.Second})
	if err != nil || got.Rate == 0 {
		t.Errorf("floor: %+v, %v", got, err)
	}
}

func TestPostgresDoesNotStart(t *testing.T) {
	if _, err := StartPostgres(t.Context(), filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Error("started in a folder that is not there")
	}
}
