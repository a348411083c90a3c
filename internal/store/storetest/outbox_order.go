package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

func orderWithinSubject(t *testing.T, f OutboxFixture) {
	put(t, f, "s1", job("b", 2, epoch), job("a", 3, epoch), job("c", 1, epoch))
	put(t, f, "s2", job("d", 1, epoch))
	rows := take(t, f, epoch, 100)
	if len(rows) != 2 {
		t.Fatalf("claimed %v, want the oldest of each subject", ids(rows))
	}
	takeNone(t, f, epoch)
	for _, row := range rows {
		must(t, f.Rows.Done(t.Context(), row))
	}
	must(t, f.Rows.Done(t.Context(), takeOne(t, f, epoch, "b")))
	must(t, f.Rows.Done(t.Context(), takeOne(t, f, epoch, "a")))
	takeNone(t, f, epoch.Add(time.Hour))
}

func retriedHoldsPlace(t *testing.T, f OutboxFixture) {
	put(t, f, "s1", job("e1", 1, epoch))
	must(t, f.Rows.Retry(t.Context(), takeOne(t, f, epoch, "e1"), epoch.Add(time.Hour), "down"))
	put(t, f, "s1", job("e2", 2, epoch))
	takeNone(t, f, epoch.Add(time.Hour-time.Millisecond))
	must(t, f.Rows.Postpone(t.Context(), takeOne(t, f, epoch.Add(time.Hour), "e1"), epoch.Add(2*time.Hour), "busy"))
	takeNone(t, f, epoch.Add(2*time.Hour-time.Millisecond))
	must(t, f.Rows.Done(t.Context(), takeOne(t, f, epoch.Add(2*time.Hour), "e1")))
	takeOne(t, f, epoch.Add(2*time.Hour), "e2")
}

func deadLetterGivesPlace(t *testing.T, f OutboxFixture) {
	put(t, f, "s1", job("e1", 1, epoch), job("e2", 2, epoch))
	first := takeOne(t, f, epoch, "e1")
	takeNone(t, f, epoch)
	must(t, f.Rows.Discard(t.Context(), first, epoch, "gone"))
	takeOne(t, f, epoch, "e2")
}

func kindsApart(t *testing.T, f OutboxFixture) {
	put(t, f, "s1", job("e1", 5, epoch), hpp.Job{ID: "r1", Kind: hpp.JobReconcile, Seq: 1, Due: epoch}, hpp.Job{ID: "r2", Kind: hpp.JobReconcile, Seq: 9, Due: epoch})
	takeOne(t, f, epoch, "e1")
	rows, err := f.Rows.Claim(t.Context(), string(hpp.JobReconcile), epoch, epoch.Add(lease), 10, outbox.Shares{})
	must(t, err)
	if len(rows) != 1 || rows[0].ID != "r1" {
		t.Errorf("claimed %v of the other kind, want r1", ids(rows))
	}
	if none, err := f.Rows.Claim(t.Context(), "nothing of the sort", epoch, epoch.Add(lease), 10, outbox.Shares{}); err != nil || len(none) != 0 {
		t.Errorf("an unknown kind gave %v, %v", ids(none), err)
	}
}

// Far more rows that must wait than a claim looks at, all older than the one
// that can go.
func waitingHideNobody(t *testing.T, f OutboxFixture) {
	for i := range 10 {
		subject := fmt.Sprint("stuck", i)
		put(t, f, subject, job(subject+"-1", 1, epoch.Add(time.Hour)), job(subject+"-2", 2, epoch.Add(-time.Hour)), job(subject+"-3", 3, epoch.Add(-time.Hour)))
	}
	put(t, f, "ready", job("ready", 1, epoch))
	rows := take(t, f, epoch, 2)
	if len(rows) != 1 || rows[0].ID != "ready" {
		t.Fatalf("claimed %v, want ready", ids(rows))
	}
	freed := take(t, f, epoch.Add(time.Hour), 100)
	if len(freed) != 11 { // ready's lease has run out as well
		t.Errorf("claimed %v later, want the oldest of all subjects", ids(freed))
	}
}

// Many claimers share the rows out: nobody gets a row that another holds, and
// every subject's rows come in order.
func claimersAtOnce(t *testing.T, f OutboxFixture) {
	const subjects, events, claimers = 12, 4, 6
	for s := range subjects {
		var jobs []hpp.Job
		for e := range events {
			jobs = append(jobs, job(fmt.Sprintf("s%d-%d", s, e), int64(e), epoch))
		}
		put(t, f, fmt.Sprint("s", s), jobs...)
	}
	var mu sync.Mutex
	next := map[string]int64{}
	done := 0
	work := func(row outbox.Job) error {
		mu.Lock()
		if row.Seq != next[row.Subject] {
			t.Errorf("%s came when %d was next", row.ID, next[row.Subject])
		}
		next[row.Subject]++
		done++
		mu.Unlock()
		return f.Rows.Done(t.Context(), row)
	}
	finished := func() bool { mu.Lock(); defer mu.Unlock(); return done >= subjects*events || t.Failed() }
	var wg sync.WaitGroup
	for range claimers {
		wg.Go(func() {
			for rounds := 0; rounds < 2000 && !finished(); rounds++ {
				rows, err := f.Rows.Claim(t.Context(), "callback", epoch, epoch.Add(lease), 3, outbox.Shares{})
				for _, row := range rows {
					if err == nil {
						err = work(row)
					}
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if done != subjects*events {
		t.Errorf("%d rows done, want %d", done, subjects*events)
	}
}
