package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// putOf commits jobs with a session of a merchant.
func putOf(t testing.TB, f OutboxFixture, merchant hpp.MerchantID, subject string, jobs ...hpp.Job) {
	t.Helper()
	s := session(subject)
	s.Merchant = merchant
	if _, err := f.Sessions.Insert(t.Context(), s, hash(subject), jobs, hpp.IdempotencyKey{}); err != nil {
		t.Fatalf("insert %s: %v", subject, err)
	}
}

// putMany commits one callback of each of n sessions of a merchant, the first
// of which is the oldest.
func putMany(t testing.TB, f OutboxFixture, merchant hpp.MerchantID, n int, due time.Time) {
	t.Helper()
	for i := range n {
		id := fmt.Sprint(merchant, "-", i)
		putOf(t, f, merchant, id, job(id, 1, due.Add(time.Duration(i)*time.Millisecond)))
	}
}

func takeShare(t testing.TB, f OutboxFixture, limit int, shares outbox.Shares) []string {
	t.Helper()
	rows, err := f.Rows.Claim(t.Context(), string(hpp.JobCallback), epoch, epoch.Add(lease), limit, shares)
	must(t, err)
	return ids(rows)
}

// ofMerchants counts ids by the merchant that putMany put into them.
func ofMerchants(ids []string) map[string]int {
	counts := map[string]int{}
	for _, id := range ids {
		counts[id[:slices.Index([]byte(id), '-')]]++
	}
	return counts
}

// The rows of two small merchants are younger than hundreds of a large one.
func manyHideNobody(t *testing.T, f OutboxFixture) {
	putMany(t, f, "large", 200, epoch.Add(-time.Hour))
	putMany(t, f, "small", 2, epoch.Add(-time.Second))
	putMany(t, f, "tiny", 1, epoch.Add(-time.Second))
	got := takeShare(t, f, 4, outbox.Shares{Most: 4})
	if of := ofMerchants(got); len(got) != 4 || of["tiny"] != 1 || of["small"] == 0 || of["large"] == 0 {
		t.Errorf("the first four are %v, want one of each merchant among them", got)
	}
	// Somebody who has nothing under work comes before those who have.
	got = takeShare(t, f, 1, outbox.Shares{Most: 4, Running: map[string]int{"large": 1, "tiny": 1}})
	if of := ofMerchants(got); len(got) != 1 || of["small"] != 1 {
		t.Errorf("the next is %v, want the small merchant's", got)
	}
}

func merchantsShare(t *testing.T, f OutboxFixture) {
	putMany(t, f, "large", 100, epoch.Add(-time.Hour))
	putMany(t, f, "small", 1, epoch.Add(-time.Second))
	for _, test := range []struct {
		limit, most, held int
		want              map[string]int
	}{
		{64, 16, 10, map[string]int{"large": 6, "small": 1}},
		{64, 16, 16, map[string]int{}},
		{64, 16, 40, map[string]int{}},
		{200, 64, 0, map[string]int{"large": 64}}, // all are looked at, and still no more
		{7, 64, 0, map[string]int{"large": 7}},
	} {
		got := ofMerchants(takeShare(t, f, test.limit, outbox.Shares{Most: test.most, Running: map[string]int{"large": test.held}}))
		if fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("limit %d, share %d, held %d: claimed %v, want %v", test.limit, test.most, test.held, got, test.want)
		}
	}
}

// Without shares the oldest come first, whoever they belong to; so do the
// rows of the kind that is never shared.
func sharesWithoutEnd(t *testing.T, f OutboxFixture) {
	putMany(t, f, "large", 9, epoch.Add(-time.Hour))
	putMany(t, f, "small", 1, epoch.Add(-time.Second))
	if got := ofMerchants(takeShare(t, f, 9, outbox.Shares{})); got["large"] != 9 {
		t.Errorf("claimed %v, want the nine oldest", got)
	}
	for i := range 9 {
		id := fmt.Sprint("end-", i)
		putOf(t, f, "large", id, hpp.Job{ID: id, Kind: hpp.JobExpire, Due: epoch})
	}
	rows, err := f.Rows.Claim(t.Context(), string(hpp.JobExpire), epoch, epoch.Add(lease), 5, outbox.Shares{Most: 5})
	if err != nil || len(rows) != 5 {
		t.Errorf("claimed %v of the expiries, %v, want five", ids(rows), err)
	}
}
