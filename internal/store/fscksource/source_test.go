package fscksource_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/tables"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// engine is a database that its server has open, and a look at it beside.
type engine struct {
	store hpp.Store
	read  func(use func(fsck.Source) error) error
	links bool // apart
}

func engines(t *testing.T) map[string]engine {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	file, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	address := pgtest.Database(t, "openhpp", func(ctx context.Context, url string) error {
		db, err := postgres.Open(ctx, url, postgres.AllowVolatile())
		if err != nil {
			return err
		}
		return db.Close()
	})
	server, err := postgres.Open(t.Context(), address, postgres.AllowVolatile())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	// What is asked for in a transaction alone works behind a pooler too.
	pooled := pgtest.Shared(t).URLAt(pgtest.Shared(t).Pooler(t), pgtest.Name(t, address))
	return map[string]engine{
		"sqlite": {file.Sessions(), func(use func(fsck.Source) error) error { return sqlite.WithFsckSource(t.Context(), path, use) }, false},
		"postgres": {server.Sessions(), func(use func(fsck.Source) error) error {
			return errors.Join(postgres.WithFsckSource(t.Context(), address, use), postgres.WithFsckSource(t.Context(), pooled, func(fsck.Source) error { return nil }))
		}, true},
	}
}

// many is more than a piece of any list.
const many = 1203

func insert(t *testing.T, store hpp.Store, n int) hpp.Session {
	t.Helper()
	at := time.Date(2026, 11, 25, 12, 0, 0, 7_000_000, time.UTC)
	id := hpp.SessionID(fmt.Sprintf("s%06d", n*7919%1_000_003))
	s, err := store.Insert(t.Context(), hpp.Session{
		ID: id, Merchant: "m", Payment: hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: fmt.Sprintf("p%06d", n)},
		Status: hpp.Waiting, CreatedAt: at, UpdatedAt: at, ExpiresAt: at.Add(time.Hour),
	}, []byte(id), []hpp.Job{{ID: "j", Kind: hpp.JobExpire, Due: at.Add(time.Hour)}}, hpp.IdempotencyKey{Value: string(id), Fingerprint: []byte("f"), Now: at})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Several lists are read at once, each in its order, as of the moment when the
// look began: what a server does meanwhile does not show.
func TestAsOfOneMoment(t *testing.T) {
	for name, e := range engines(t) {
		t.Run(name, func(t *testing.T) {
			for n := range many {
				insert(t, e.store, n)
			}
			err := e.read(func(source fsck.Source) error {
				later := insert(t, e.store, many)
				if _, err := e.store.Update(t.Context(), later.ID, func(s *hpp.Session) (hpp.Change, error) {
					return hpp.Change{Events: []hpp.Event{{ID: "e", Seq: 1, Status: hpp.InProgress, At: s.CreatedAt}}}, nil
				}); err != nil {
					t.Fatal(err)
				}
				report, err := fsck.Check{
					Source: source, Now: later.CreatedAt, Provider: "builtin", Tries: 1, Refusal: func(string) bool { return false },
					Found: func(f fsck.Finding) { t.Errorf("%+v", f) }, Progress: func(string, int64) {},
				}.Run(t.Context())
				looked := map[string]int64{}
				for _, v := range report {
					looked[v.Invariant] = v.Looked
				}
				rows := int64(2 * many) // a session and its job
				if e.links {
					rows += many
				}
				if looked[fsck.LegalPath] != many || looked[fsck.Idempotent] != many || looked[fsck.Expiry] != many || looked[fsck.Belonging] != rows {
					t.Errorf("%v", looked)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A look changes nothing, and ends when it is told to.
func TestDiscarded(t *testing.T) {
	for name, e := range engines(t) {
		t.Run(name, func(t *testing.T) {
			insert(t, e.store, 1)
			err := e.read(func(source fsck.Source) error {
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				for _, err := range source.Sessions(ctx) {
					return err
				}
				return nil
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
		})
	}
}

// fsck reads every table, or the registry says why not.
func TestEveryTableIsChecked(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?:FROM|JOIN) ([a-z_]+)`).FindAllStringSubmatch(string(text), -1) {
			read[found[1]] = true
		}
	}
	for _, table := range tables.All {
		if read[table.Name] != (table.UncheckedFor == "") {
			t.Errorf("%s: read by fsck: %v; the registry says: %q", table.Name, read[table.Name], table.UncheckedFor)
		}
	}
}
