package fsck

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/test/harness"
)

// A sound database is green; every fault turns its own invariant red, names
// what it hit, and turns no other red.
func TestSQLite(t *testing.T)   { judged(t, "sqlite") }
func TestPostgres(t *testing.T) { judged(t, "postgres") }

func judged(t *testing.T, engine string) {
	t.Parallel()
	w := made(t, engine)
	t.Run("sound", w.expectNoFindings)
	for name, fault := range stored {
		if !w.IsFile() || !fault.apart {
			t.Run(name, func(t *testing.T) { w.planted(t, fault) })
		}
	}
	for name, fault := range written {
		t.Run(name, func(t *testing.T) { w.forged(t, fault) })
	}
	t.Run("unreadable", w.unreadable)
}

// expectNoFindings: what cannot be judged without a journal is not called green.
func (w *world) expectNoFindings(t *testing.T) {
	alone, whole := check(t, w.Database, "--quiescent"), check(t, w.Database, "--quiescent", "--journal", w.journal.Path)
	for _, one := range append(alone.findings, whole.findings...) {
		t.Errorf("%+v", one)
	}
	if alone.status != 0 || whole.status != 0 || !alone.sound || !whole.sound {
		t.Errorf("exit status %d, %d", alone.status, whole.status)
	}
	for i, v := range whole.verdicts {
		needs := strings.Contains(" I1 I2 I5 I8 I9 I10 ", " "+v.Invariant+" ")
		if alone.verdicts[i].Judged == needs || !v.Judged {
			t.Errorf("%s: judged %v alone, %v with a journal", v.Invariant, alone.verdicts[i].Judged, v.Judged)
		}
		if v.Looked == 0 && v.Invariant != "I10" { // nobody died: nothing comes again
			t.Errorf("%s was judged on nothing", v.Invariant)
		}
	}
	if out, err := w.Fsck(); err != nil || !strings.Contains(string(out), "not judged") {
		t.Errorf("%v\n%s", err, out)
	}
}

// unreadable: what cannot be checked is neither sound nor not.
func (w *world) unreadable(t *testing.T) {
	older := w.Copy(t)
	older.Change(`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	for name, run := range map[string]func() ([]byte, error){
		"another schema":         func() ([]byte, error) { return older.Fsck() },
		"no such journal":        func() ([]byte, error) { return w.Fsck("--journal", "/nowhere.jsonl") },
		"no database of OpenHPP": func() ([]byte, error) { return harness.StoredAt(t, "sqlite:/dev/null").Fsck() },
		"no such file":           func() ([]byte, error) { return harness.StoredAt(t, "sqlite:/nowhere.db").Fsck() },
		"no such engine":         func() ([]byte, error) { return harness.StoredAt(t, "mysql://nowhere").Fsck() },
	} {
		if out, err := run(); status(err) != 2 {
			t.Errorf("%s: %v, %s", name, err, out)
		}
	}
}
