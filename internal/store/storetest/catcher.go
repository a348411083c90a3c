package storetest

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/sandbox/catcher"
)

// Catcher checks a store of requests that tests had sent to the playground.
func (s Suite) Catcher(t *testing.T) {
	open := func(t *testing.T) catcher.Store { return s.open(t).Catcher() }
	for name, check := range map[string]func(*testing.T, catcher.Store){
		"a request comes as it was kept":    requestAsKept,
		"merchants and names are apart":     requestsApart,
		"filters, and page after page":      requestsFiltered,
		"the newest stay":                   requestsBounded,
		"a programme answers in turn":       programInTurn,
		"a programme answers in turn, once": programAtOnce,
		"so many programmes":                programsBounded,
		"text that no column can hold":      requestUnstorable,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// request is one of m1 to the name "callbacks".
func request(n int) catcher.Caught {
	return catcher.Caught{
		ID: fmt.Sprintf("id-%05d", n), Merchant: "m1", Name: "callbacks", At: epoch.Add(time.Duration(n) * time.Millisecond), Method: "POST", Query: "a=b",
		Headers: http.Header{"Accept": {"a", "b"}}, Body: []byte{0, 1, 0xff}, Signature: catcher.Valid, SessionID: "s1", Status: "COMPLETED",
	}
}

func catchAll(t *testing.T, store catcher.Store, all ...catcher.Caught) {
	t.Helper()
	for _, c := range all {
		if _, err := store.Catch(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
}

// caughtIDs are the ids that a filter finds.
func caughtIDs(t *testing.T, store catcher.Store, merchant hpp.MerchantID, f catcher.Filter, before string, most int) (ids []string) {
	t.Helper()
	found, err := store.Caught(t.Context(), merchant, f, before, most)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range found {
		ids = append(ids, c.ID)
	}
	return ids
}

func requestAsKept(t *testing.T, store catcher.Store) {
	want := request(1)
	want.EventID = "e1"
	answer, err := store.Catch(t.Context(), want)
	if err != nil || answer.Status != http.StatusNoContent || answer.Delay != 0 {
		t.Errorf("answered %+v, %v", answer, err)
	}
	again := want
	again.ID = "id-2"
	catchAll(t, store, again)
	want.Answered, again.Answered, again.Repeat = http.StatusNoContent, http.StatusNoContent, true
	got, err := store.Caught(t.Context(), "m1", catcher.Filter{}, "", 10)
	if diff := cmp.Diff([]catcher.Caught{again, want}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func requestsApart(t *testing.T, store catcher.Store) {
	mine, other, named := request(1), request(2), request(3)
	other.Merchant, named.Name = "m2", "pushes"
	mine.EventID, other.EventID, named.EventID = "e", "e", "e"
	catchAll(t, store, mine, other, named)
	if got := caughtIDs(t, store, "m2", catcher.Filter{}, "", 10); len(got) != 1 || got[0] != other.ID {
		t.Errorf("m2 has %v", got)
	}
	found, err := store.Caught(t.Context(), "m1", catcher.Filter{}, "", 10)
	if err != nil || len(found) != 2 || found[0].Repeat || found[1].Repeat {
		t.Errorf("%+v, %v", found, err)
	}
	if err := store.Forget(t.Context(), "m1", "pushes"); err != nil {
		t.Fatal(err)
	}
	if got := caughtIDs(t, store, "m1", catcher.Filter{}, "", 10); len(got) != 1 || got[0] != mine.ID {
		t.Errorf("after one name was forgotten: %v", got)
	}
	if err := store.Forget(t.Context(), "m1", ""); err != nil {
		t.Fatal(err)
	}
	if left := append(caughtIDs(t, store, "m1", catcher.Filter{}, "", 10), caughtIDs(t, store, "m2", catcher.Filter{}, "", 10)...); len(left) != 1 {
		t.Errorf("after all were forgotten: %v", left)
	}
}

func requestsFiltered(t *testing.T, store catcher.Store) {
	for i := range 6 {
		c := request(i)
		c.SessionID, c.Name = "s"+strconv.Itoa(i%2), "n"+strconv.Itoa(i%3)
		if i > 3 {
			c.Status = "FAILED"
		}
		catchAll(t, store, c)
	}
	for want, f := range map[string]catcher.Filter{
		"[id-00005 id-00004 id-00003 id-00002]": {}, "[id-00005 id-00003 id-00001]": {SessionID: "s1"},
		"[id-00003 id-00000]": {Name: "n0"}, "[id-00005]": {SessionID: "s1", Status: "FAILED"}, "[]": {Name: "n9"},
	} {
		if got := fmt.Sprint(caughtIDs(t, store, "m1", f, "", 4)); got != want {
			t.Errorf("%+v: %s, want %s", f, got, want)
		}
	}
	if got := fmt.Sprint(caughtIDs(t, store, "m1", catcher.Filter{}, "id-00002", 4)); got != "[id-00001 id-00000]" {
		t.Errorf("the next page: %s", got)
	}
}

func requestsBounded(t *testing.T, store catcher.Store) {
	other := request(0)
	other.Merchant = "m2"
	catchAll(t, store, other)
	const writers, more = 8, 3
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := w; i < catcher.MaxCaught+more-1; i += writers {
				if _, err := store.Catch(t.Context(), request(i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	catchAll(t, store, request(catcher.MaxCaught+more-1))
	got := caughtIDs(t, store, "m1", catcher.Filter{}, "", catcher.MaxCaught+10)
	if len(got) != catcher.MaxCaught || got[len(got)-1] != request(more).ID {
		t.Errorf("%d are kept, the oldest %s", len(got), got[len(got)-1])
	}
	if left := caughtIDs(t, store, "m2", catcher.Filter{}, "", 10); len(left) != 1 {
		t.Errorf("another merchant's: %v", left)
	}
}

var failsTwice = catcher.Program{
	Answers: []catcher.Answer{{Status: 500}, {Status: 503, Delay: time.Second}}, Then: catcher.Answer{Status: 200},
}

func programInTurn(t *testing.T, store catcher.Store) {
	for range 2 {
		if err := store.PutProgram(t.Context(), "m1", "callbacks", failsTwice); err != nil {
			t.Fatal(err)
		}
		for i, want := range []catcher.Answer{failsTwice.Answers[0], failsTwice.Answers[1], failsTwice.Then, failsTwice.Then} {
			c := request(i)
			c.ID += time.Now().String() // new in each round
			if got, err := store.Catch(t.Context(), c); err != nil || got != want {
				t.Errorf("request %d: %+v, %v; want %+v", i, got, err, want)
			}
		}
	}
	other := request(9)
	other.Name = "pushes"
	if got, err := store.Catch(t.Context(), other); err != nil || got.Status != http.StatusNoContent {
		t.Errorf("another name: %+v, %v", got, err)
	}
}

func programAtOnce(t *testing.T, store catcher.Store) {
	if err := store.PutProgram(t.Context(), "m1", "callbacks", failsTwice); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	answered := map[int]int{}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			c := request(i)
			c.EventID = "e"
			got, err := store.Catch(t.Context(), c)
			mu.Lock()
			defer mu.Unlock()
			if answered[got.Status]++; err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if answered[500] != 1 || answered[503] != 1 || answered[200] != 18 {
		t.Errorf("answered %v", answered)
	}
	found, err := store.Caught(t.Context(), "m1", catcher.Filter{}, "", 30)
	first := 0
	for _, c := range found {
		if !c.Repeat {
			first++
		}
	}
	if err != nil || len(found) != 20 || first != 1 {
		t.Errorf("%d, %d of them no repeats, %v", len(found), first, err)
	}
}

func programsBounded(t *testing.T, store catcher.Store) {
	for i := range catcher.MaxNames {
		if err := store.PutProgram(t.Context(), "m1", "n"+strconv.Itoa(i), failsTwice); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.PutProgram(t.Context(), "m1", "n0", catcher.Program{}); err != nil {
		t.Errorf("one that is there: %v", err)
	}
	if err := store.PutProgram(t.Context(), "m1", "more", failsTwice); !errors.Is(err, catcher.ErrTooMany) {
		t.Errorf("one more: %v", err)
	}
	if err := store.PutProgram(t.Context(), "m2", "more", failsTwice); err != nil {
		t.Errorf("another merchant's: %v", err)
	}
}

func requestUnstorable(t *testing.T, store catcher.Store) {
	c := request(1)
	c.Query, c.EventID, c.SessionID, c.Headers = "\x00\xff", "\x00", "\xff", http.Header{"A": {"\x00\xff"}}
	catchAll(t, store, c)
	if got := caughtIDs(t, store, "m1", catcher.Filter{SessionID: "\xff"}, "\xff\x00", 10); len(got) > 1 {
		t.Errorf("%v", got)
	}
}
