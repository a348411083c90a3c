package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// SessionLists checks how a store lists and finds sessions.
func (s Suite) SessionLists(t *testing.T) {
	for name, check := range map[string]func(*testing.T, Database){
		"as a model does":     listsAsModel,
		"a rare status":       listsARareStatus,
		"references that fit": listsByReference,
		"keys of a save":      listsByLaterKeys,
		"while others come":   listsWhileOthersCome,
		"counts":              countsOfSessions,
	} {
		t.Run(name, func(t *testing.T) { check(t, s.open(t)) })
	}
}

// searched is a search with the bounds of these tests.
func searched(change func(*hpp.SessionSearch)) hpp.SessionSearch {
	search := hpp.SessionSearch{Merchant: "m1", Statuses: hpp.Statuses, Limit: 7, Examined: 2000}
	change(&search)
	return search
}

// walk reads a whole list, page by page.
func walk(t *testing.T, d Database, search hpp.SessionSearch) (ids []hpp.SessionID, pages int) {
	t.Helper()
	for {
		found, next, err := d.SessionLists().ListSessions(t.Context(), search)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range found {
			ids = append(ids, one.ID)
		}
		if pages++; next == nil {
			return ids, pages
		}
		if len(found) > search.Limit || *next == search.After {
			t.Fatalf("a page of %d, from %v to %v", len(found), search.After, *next)
		}
		search.After = *next
	}
}

// someSessions are sessions that have things in common, the oldest first.
func someSessions(t *testing.T, d Database, many int) []hpp.Session {
	t.Helper()
	dice := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test that repeats
	some := func(format string, of int) string { return fmt.Sprintf(format, dice.IntN(of)) }
	all := make([]hpp.Session, many)
	for i := range all {
		one := session(fmt.Sprintf("s%05d", i))
		one.Merchant = hpp.MerchantID(some("m%d", 2))
		one.CreatedAt = epoch.Add(time.Duration(i/3) * time.Second)
		one.Status = hpp.Statuses[dice.IntN(len(hpp.Statuses))]
		one.Reference, one.Payment.ID = some("r%d", 9), some("kp%d", 30)
		one.Profile = some("p%d", 3)
		one.SearchKeys = []hpp.SearchKey{
			{Kind: hpp.ByProfile, Value: one.Profile}, {Kind: hpp.ByOrderID, Value: some("o%d", 20)},
			{Kind: hpp.ByKlarnaReference, Value: some("r%d", 9)}, {Kind: hpp.ByContact, Value: some("c%d", 4)},
		}
		all[i] = insert(t, d.Sessions, one)
	}
	return all
}

// holds is a search, said once more.
func holds(s hpp.SessionSearch, one hpp.Session) bool {
	named := func(kind hpp.SearchKind) bool {
		return slices.Contains(one.SearchKeys, hpp.SearchKey{Kind: kind, Value: s.Any})
	}
	switch {
	case one.Merchant != s.Merchant, !slices.Contains(s.Statuses, one.Status):
		return false
	case s.Reference != "" && s.Reference != one.Reference, s.PaymentID != "" && s.PaymentID != one.Payment.ID:
		return false
	case !s.From.IsZero() && one.CreatedAt.Before(s.From), !s.To.IsZero() && !one.CreatedAt.Before(s.To):
		return false
	case s.Any != "" && s.Any != string(one.ID) && s.Any != one.Reference && s.Any != one.Payment.ID && !named(hpp.ByOrderID) && !named(hpp.ByKlarnaReference):
		return false
	}
	return !slices.ContainsFunc(s.Keys, func(key hpp.SearchKey) bool { return !slices.Contains(one.SearchKeys, key) })
}

// Every list is what a model says, whatever is asked for together, and however
// few sessions a page may look at.
func listsAsModel(t *testing.T, d Database) {
	all := someSessions(t, d, 300)
	dice := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a test that repeats
	maybe := func() bool { return dice.IntN(4) == 0 }
	shown := 0
	for range 200 {
		search := searched(func(s *hpp.SessionSearch) {
			s.Merchant = hpp.MerchantID(fmt.Sprintf("m%d", dice.IntN(2)))
			s.Limit = 1 + dice.IntN(40)
			s.Examined = []int{5, 60, 2000}[dice.IntN(3)]
			if maybe() {
				s.Statuses = hpp.Statuses[:1+dice.IntN(3)]
			}
			if maybe() {
				s.Reference = "r1"
			}
			if maybe() {
				s.PaymentID = "kp3"
			}
			for i, kind := range []hpp.SearchKind{hpp.ByContact, hpp.ByOrderID, hpp.ByKlarnaReference, hpp.ByProfile} {
				if maybe() {
					s.Keys = append(s.Keys, hpp.SearchKey{Kind: kind, Value: []string{"c1", "o1", "r1", "p1"}[i]})
				}
			}
			if maybe() {
				s.Any = []string{"s00010", "r3", "kp7", "o4", "none"}[dice.IntN(5)]
			}
			if maybe() {
				s.From = epoch.Add(time.Duration(dice.IntN(100)) * time.Second)
			}
			if maybe() {
				s.To = epoch.Add(time.Duration(dice.IntN(100)) * time.Second)
			}
		})
		var want []hpp.SessionID
		for _, one := range slices.Backward(all) {
			if holds(search, one) {
				want = append(want, one.ID)
			}
		}
		got, _ := walk(t, d, search)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%+v (-want +got):\n%s", search, diff)
		}
		shown += len(got)
	}
	if shown < 1000 {
		t.Errorf("%d sessions were listed: too few to tell", shown)
	}
}

// A page that finds nothing among those it may look at goes on all the same.
func listsARareStatus(t *testing.T, d Database) {
	for i := range 40 {
		one := session(fmt.Sprintf("s%02d", i))
		if one.CreatedAt = epoch.Add(time.Duration(i) * time.Second); i == 3 {
			one.Status = hpp.Cancelled
		}
		insert(t, d.Sessions, one)
	}
	rare := searched(func(s *hpp.SessionSearch) { s.Statuses, s.Examined = []hpp.Status{hpp.Cancelled}, 10 })
	if got, pages := walk(t, d, rare); !slices.Equal(got, []hpp.SessionID{"s03"}) || pages != 5 {
		t.Errorf("found %v on %d pages", got, pages)
	}
	rare.Merchant = "m2"
	if got, _ := walk(t, d, rare); len(got) != 0 {
		t.Errorf("another merchant finds %v", got)
	}
}

// A reference is a tenant's own, and a save may change it.
func listsByReference(t *testing.T, d Database) {
	for _, id := range []string{"a", "b", "c"} {
		one := session(id)
		one.Reference = "quoted"
		insert(t, d.Sessions, one)
	}
	if _, err := d.Sessions.Update(t.Context(), "b", func(s *hpp.Session) (hpp.Change, error) {
		s.Reference = "other"
		return hpp.Change{}, nil
	}); err != nil {
		t.Fatal(err)
	}
	for reference, want := range map[string][]hpp.SessionID{"quoted": {"c", "a"}, "other": {"b"}, "nul\x00": nil, "none": nil} {
		got, _ := walk(t, d, searched(func(s *hpp.SessionSearch) { s.Reference = reference }))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", reference, diff)
		}
	}
}

// What becomes known later finds the session from then on; what a failed save
// would have made known does not.
func listsByLaterKeys(t *testing.T, d Database) {
	key := hpp.SearchKey{Kind: hpp.ByOrderID, Value: "o1\x00"}
	insert(t, d.Sessions, session("a"))
	add := func(fails error) error {
		_, err := d.Sessions.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
			s.SearchKeys = append(s.SearchKeys, key)
			return hpp.Change{}, fails
		})
		return err
	}
	search := searched(func(s *hpp.SessionSearch) { s.Keys = []hpp.SearchKey{key} })
	if err := add(hpp.ErrClosed); err == nil {
		t.Fatal("the save did not fail")
	}
	if got, _ := walk(t, d, search); len(got) != 0 {
		t.Errorf("before: %v", got)
	}
	for range 2 {
		if err := add(nil); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := walk(t, d, search); !slices.Equal(got, []hpp.SessionID{"a"}) {
		t.Errorf("afterwards: %v", got)
	}
}

// Who walks a list meets each session once that was there when the walk began.
func listsWhileOthersCome(t *testing.T, d Database) {
	there := someSessions(t, d, 60)
	search := searched(func(s *hpp.SessionSearch) { s.Merchant = "m0" })
	met := map[hpp.SessionID]int{}
	for i := 0; ; i++ {
		found, next, err := d.SessionLists().ListSessions(t.Context(), search)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range found {
			met[one.ID]++
		}
		if next == nil {
			break
		}
		newer := session(fmt.Sprintf("t%05d", i))
		newer.Merchant, newer.CreatedAt = "m0", epoch.Add(time.Hour)
		insert(t, d.Sessions, newer)
		search.After = *next
	}
	for _, one := range there {
		want := 0
		if one.Merchant == "m0" {
			want = 1
		}
		if met[one.ID] != want {
			t.Errorf("%s was met %d times, want %d", one.ID, met[one.ID], want)
		}
	}
}

// The counts of many sessions are those of each.
func countsOfSessions(t *testing.T, d Database) {
	told := session("a")
	told.URLs.StatusUpdate, told.EventCount = "https://shop.test/cb", 3
	jobs := []hpp.Job{{ID: "e1", Kind: hpp.JobCallback, Seq: 1, Due: epoch}, {ID: "x", Kind: hpp.JobExpire, Due: epoch}}
	if _, err := d.Sessions.Insert(t.Context(), told, hash("a"), jobs, hpp.IdempotencyKey{}); err != nil {
		t.Fatal(err)
	}
	for i, change := range []func(*hpp.Distribution){
		func(*hpp.Distribution) {},
		func(d *hpp.Distribution) { d.State, d.SentAt, d.AcceptedAt = hpp.DistributionAccepted, epoch, epoch },
		func(d *hpp.Distribution) { d.State, d.EndedAt = hpp.DistributionBounced, epoch },
		func(d *hpp.Distribution) { d.State, d.OpenedAt = hpp.DistributionOpened, epoch },
	} {
		one := hpp.Distribution{ID: fmt.Sprint("d", i), Number: int64(i + 1), Session: "a", Method: hpp.ByEmail, State: hpp.DistributionQueued, QueuedAt: epoch, RecipientHash: []byte("h")}
		change(&one)
		if _, err := d.Sessions.Update(t.Context(), "a", func(*hpp.Session) (hpp.Change, error) {
			return hpp.Change{Handover: &hpp.Handover{Distribution: one}}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	quiet := insert(t, d.Sessions, session("b"))
	got, err := d.SessionLists().CountOfSessions(t.Context(), []hpp.Session{told, quiet})
	if err != nil {
		t.Fatal(err)
	}
	want := map[hpp.SessionID]hpp.SessionCounts{"a": {
		Deliveries:    hpp.DeliveryCounts{Waiting: 1, Delivered: 2},
		Distributions: hpp.DistributionCounts{Sent: 2, Bounced: 1, Opened: 1},
	}, "b": {}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
