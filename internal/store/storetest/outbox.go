package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// OutboxFixture is one engine's rows of work and the store of sessions whose
// saves put them there.
type OutboxFixture struct {
	Rows interface {
		outbox.Store
		outbox.Admin
	}
	Sessions hpp.Store
}

// lease is how long the cases' leases last.
const lease = 30 * time.Second

// Outbox checks a store of outbox rows.
func (s Suite) Outbox(t *testing.T) {
	open := func(t *testing.T) OutboxFixture {
		db := s.open(t)
		return OutboxFixture{Rows: db.Outbox, Sessions: db.Sessions}
	}
	for name, check := range map[string]func(*testing.T, OutboxFixture){
		"a row comes as it was put":       rowAsPut,
		"due rows, the oldest first":      dueRows,
		"next":                            nextDue,
		"order within a subject":          orderWithinSubject,
		"a retried row holds its place":   retriedHoldsPlace,
		"a dead letter gives its place":   deadLetterGivesPlace,
		"kinds do not wait":               kindsApart,
		"waiting rows hide nobody":        waitingHideNobody,
		"an ended lease is free":          endedLease,
		"a lost lease records nothing":    lostLease,
		"a lease is recorded once":        recordedOnce,
		"tries are counted":               triesCounted,
		"claimers at once":                claimersAtOnce,
		"replay":                          replay,
		"replay among younger rows":       replayAmongYounger,
		"claims and records in any order": outboxModel,
		"many rows hide nobody's few":     manyHideNobody,
		"a merchant's share":              merchantsShare,
		"shares without end":              sharesWithoutEnd,
		"what waits, and why":             waitingRows,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// put commits jobs with a session named subject, as the core does.
func put(t testing.TB, f OutboxFixture, subject string, jobs ...hpp.Job) {
	t.Helper()
	ctx := t.Context()
	if _, err := f.Sessions.Find(ctx, hpp.SessionID(subject)); hpp.IsCode(err, hpp.CodeNotFound) {
		if _, err := f.Sessions.Insert(ctx, session(subject), hash(subject), nil, hpp.IdempotencyKey{}); err != nil {
			t.Fatalf("insert %s: %v", subject, err)
		}
	}
	_, err := f.Sessions.Update(ctx, hpp.SessionID(subject), func(*hpp.Session) (hpp.Change, error) {
		return hpp.Change{Jobs: jobs}, nil
	})
	if err != nil {
		t.Fatalf("put into %s: %v", subject, err)
	}
}

func job(id string, seq int64, due time.Time) hpp.Job {
	return hpp.Job{ID: id, Kind: hpp.JobCallback, Seq: seq, Due: due, Payload: []byte("payload of " + id)}
}

func take(t testing.TB, f OutboxFixture, now time.Time, limit int) []outbox.Job {
	t.Helper()
	rows, err := f.Rows.Claim(t.Context(), string(hpp.JobCallback), now, now.Add(lease), limit, outbox.Shares{})
	if err != nil {
		t.Fatalf("claim: %v", err)
	}
	return rows
}

// takeOne expects exactly the row with this id to be free.
func takeOne(t testing.TB, f OutboxFixture, now time.Time, id string) outbox.Job {
	t.Helper()
	rows := take(t, f, now, 100)
	if len(rows) != 1 || rows[0].ID != id {
		t.Fatalf("claimed %v, want %s alone", ids(rows), id)
	}
	return rows[0]
}

func takeNone(t testing.TB, f OutboxFixture, now time.Time) {
	t.Helper()
	if rows := take(t, f, now, 100); len(rows) != 0 {
		t.Fatalf("claimed %v, want none", ids(rows))
	}
}

func ids(rows []outbox.Job) []string {
	list := []string{}
	for _, row := range rows {
		list = append(list, row.ID)
	}
	return list
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func rowAsPut(t *testing.T, f OutboxFixture) {
	put(t, f, "s1", job("e1", 7, epoch))
	got := takeOne(t, f, epoch, "e1")
	want := outbox.Job{
		Subject: "s1", ID: "e1", Kind: "callback", Merchant: "m1", Seq: 7, Payload: []byte("payload of e1"),
		Due: epoch, CreatedAt: epoch, Fence: got.Fence,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func dueRows(t *testing.T, f OutboxFixture) {
	for i := range 6 {
		// Put in another order than they become due.
		put(t, f, fmt.Sprint("s", i), job(fmt.Sprint("e", i), 1, epoch.Add(-time.Duration(i)*time.Second)))
	}
	put(t, f, "later", job("later", 1, epoch.Add(time.Millisecond)))
	if diff := cmp.Diff([]string{"e5", "e4"}, ids(take(t, f, epoch, 2))); diff != "" {
		t.Errorf("first claim (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"e3", "e2", "e1", "e0"}, ids(take(t, f, epoch, 100))); diff != "" {
		t.Errorf("second claim (-want +got):\n%s", diff)
	}
	takeOne(t, f, epoch.Add(time.Millisecond), "later")
}

func nextDue(t *testing.T, f OutboxFixture) {
	next := func(after time.Time) string {
		t.Helper()
		due, ok, err := f.Rows.Next(t.Context(), "callback", after)
		must(t, err)
		if !ok {
			return "never"
		}
		return due.Sub(epoch).String()
	}
	if got := next(epoch); got != "never" {
		t.Errorf("next of nothing is %s", got)
	}
	put(t, f, "s1", job("e1", 1, epoch.Add(2*time.Second)), job("e2", 2, epoch.Add(5*time.Second)))
	put(t, f, "s2", hpp.Job{ID: "x", Kind: hpp.JobExpire, Seq: 1, Due: epoch.Add(time.Second)})
	for _, test := range []struct {
		after time.Duration
		want  string
	}{{0, "2s"}, {2*time.Second - 1, "2s"}, {2 * time.Second, "5s"}, {5 * time.Second, "never"}} {
		if got := next(epoch.Add(test.after)); got != test.want {
			t.Errorf("next after %s is %s, want %s", test.after, got, test.want)
		}
	}
}
