package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// modelRow is what a row should be.
type modelRow struct {
	subject, id string
	seq         int64
	due, lease  time.Time
	attempts    int
	dead        bool
}

// model is the outbox as a plain list, and every lease ever given.
type model struct {
	t      *testing.T
	f      OutboxFixture
	kind   string // of this run: runs share one store
	now    time.Time
	rows   map[string]*modelRow
	leases []outbox.Job
	// held is the fence of each row's last lease, while it may be recorded.
	held map[string]int64
	seqs map[string]int64
	puts int
}

// outboxModel plays random claims, records, replays and clock steps on the
// store and on a plain list: both must agree on every answer.
func outboxModel(t *testing.T, f OutboxFixture) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		m := &model{
			t: t, f: f, kind: fmt.Sprint("kind", run), now: epoch,
			rows: map[string]*modelRow{}, held: map[string]int64{}, seqs: map[string]int64{},
		}
		rt.Repeat(map[string]func(*rapid.T){
			"put":    m.put,
			"claim":  m.claim,
			"record": m.record,
			"replay": m.replay,
			"wait":   func(rt *rapid.T) { m.now = m.now.Add(duration(rt)) },
		})
	})
}

func duration(rt *rapid.T) time.Duration {
	return time.Duration(rapid.IntRange(0, 40).Draw(rt, "seconds")) * time.Second
}

func (m *model) put(rt *rapid.T) {
	subject := fmt.Sprint("s", rapid.IntRange(0, 3).Draw(rt, "subject"))
	m.seqs[subject]++
	row := &modelRow{subject: subject, seq: m.seqs[subject], due: m.now.Add(duration(rt) - 20*time.Second)}
	m.puts++
	row.id = fmt.Sprint(m.kind, "-", m.puts)
	m.rows[row.id] = row
	put(m.t, m.f, subject, hpp.Job{ID: row.id, Kind: hpp.JobKind(m.kind), Seq: row.seq, Due: row.due})
}

// free reports whether a row may be claimed now.
func (m *model) free(row *modelRow) bool {
	if row.dead || row.due.After(m.now) || row.lease.After(m.now) {
		return false
	}
	for _, other := range m.rows {
		if other.subject == row.subject && !other.dead && other.seq < row.seq {
			return false
		}
	}
	return true
}

func (m *model) claim(rt *rapid.T) {
	limit := rapid.IntRange(1, 5).Draw(rt, "limit")
	got, err := m.f.Rows.Claim(m.t.Context(), m.kind, m.now, m.now.Add(lease), limit, outbox.Shares{})
	if err != nil {
		rt.Fatalf("claim: %v", err)
	}
	var free []*modelRow
	for _, row := range m.rows {
		if m.free(row) {
			free = append(free, row)
		}
	}
	if len(got) > limit || (len(got) == 0) != (len(free) == 0) {
		rt.Fatalf("claimed %v of %d free, limit %d", ids(got), len(free), limit)
	}
	for _, row := range got {
		want := m.rows[row.ID]
		if want == nil || !slices.Contains(free, want) || row.Attempts != want.attempts {
			rt.Fatalf("claimed %+v, which should be %+v", row, want)
		}
		want.lease = m.now.Add(lease)
		m.held[row.ID] = row.Fence
		m.leases = append(m.leases, row)
	}
	if !slices.IsSortedFunc(got, func(a, b outbox.Job) int { return cmp.Compare(a.Due.UnixMilli(), b.Due.UnixMilli()) }) {
		rt.Fatalf("claimed out of order: %+v", got)
	}
}

func (m *model) record(rt *rapid.T) {
	if len(m.leases) == 0 {
		rt.Skip("nothing was claimed")
	}
	lease := rapid.SampledFrom(m.leases).Draw(rt, "lease")
	row, due := m.rows[lease.ID], m.now.Add(duration(rt))
	valid := row != nil && m.held[lease.ID] == lease.Fence
	var err error
	ctx := m.t.Context()
	switch how := rapid.SampledFrom([]string{"done", "retry", "postpone", "discard"}).Draw(rt, "how"); how {
	case "done":
		if err = m.f.Rows.Done(ctx, lease); valid {
			delete(m.rows, lease.ID)
		}
	case "discard":
		if err = m.f.Rows.Discard(ctx, lease, m.now, "x"); valid {
			row.dead, row.attempts, row.due, row.lease = true, row.attempts+1, m.now, time.Time{}
		}
	case "retry":
		if err = m.f.Rows.Retry(ctx, lease, due, "x"); valid {
			row.attempts, row.due, row.lease = row.attempts+1, due, time.Time{}
		}
	case "postpone":
		if err = m.f.Rows.Postpone(ctx, lease, due, "x"); valid {
			row.due, row.lease = due, time.Time{}
		}
	}
	if valid {
		delete(m.held, lease.ID)
	}
	if valid != (err == nil) || (!valid && !errors.Is(err, outbox.ErrStale)) {
		rt.Fatalf("record on a lease that is valid: %v gave %v", valid, err)
	}
}

func (m *model) replay(rt *rapid.T) {
	dead, err := m.f.Rows.DeadLetters(m.t.Context(), m.kind, 1000)
	if err != nil {
		rt.Fatal(err)
	}
	var got, want []string
	for _, b := range dead {
		got = append(got, b.ID)
	}
	for _, row := range m.rows {
		if row.dead {
			want = append(want, row.id)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := diff.Diff(want, got); d != "" {
		rt.Fatalf("dead (-want +got):\n%s", d)
	}
	if len(got) == 0 {
		return
	}
	id := rapid.SampledFrom(got).Draw(rt, "id")
	if err := m.f.Rows.Replay(m.t.Context(), m.rows[id].subject, id, m.now); err != nil {
		rt.Fatal(err)
	}
	m.rows[id].dead, m.rows[id].attempts, m.rows[id].due = false, 0, m.now
}
