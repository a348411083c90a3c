package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

const plenty = 1000 // codes that may wait at once

func access(name string) hpp.Access {
	return hpp.Access{
		Secret: []byte("secret " + name), Code: []byte("code " + name), Digits: []byte("digits " + name),
		ExpiresAt: epoch.Add(hpp.AccessLife),
	}
}

func wait(t *testing.T, h Handovers, a hpp.Access) {
	t.Helper()
	if err := h.Accesses.InsertAccess(t.Context(), a, epoch, plenty); err != nil {
		t.Fatal(err)
	}
}

// shown hands the link to a code, by one of its spellings.
func shown(spelling string) func(*hpp.Change) {
	return func(c *hpp.Change) {
		c.Jobs, c.Handover.Access = nil, []byte(spelling)
		c.Handover.Distribution.Method, c.Handover.Distribution.To = hpp.ByToken, ""
	}
}

func accessGrantedOnce(t *testing.T, h Handovers) {
	const tills = 8
	wait(t, h, access("x"))
	for i := range tills {
		insert(t, h.Sessions, session(fmt.Sprintf("s%d", i)))
	}
	won := make([]bool, tills)
	var wg sync.WaitGroup
	for i := range tills {
		wg.Go(func() {
			err := hand(t, h, fmt.Sprintf("s%d", i), shown([]string{"code x", "digits x"}[i%2]))
			if err != nil && !errors.Is(err, hpp.ErrAccess) {
				t.Error(err)
			}
			won[i] = err == nil
		})
	}
	wg.Wait()
	got, err := h.Accesses.Access(t.Context(), []byte("secret x"))
	if err != nil {
		t.Fatal(err)
	}
	winners := 0
	for i, ok := range won {
		if !ok {
			continue
		}
		winners++
		want := access("x")
		want.Session, want.Number = hpp.SessionID(fmt.Sprintf("s%d", i)), 1
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if winners != 1 {
		t.Errorf("one code was given to %d payments", winners)
	}
}

func accessUnknown(t *testing.T, h Handovers) {
	late := access("late")
	late.ExpiresAt = epoch.Add(time.Minute) // as hand's message is queued
	wait(t, h, access("x"))
	wait(t, h, late)
	insert(t, h.Sessions, session("a"))
	for _, spelling := range []string{"code y", "secret x", "code late", "digits late", ""} {
		if err := hand(t, h, "a", shown(spelling)); !errors.Is(err, hpp.ErrAccess) {
			t.Errorf("%q: %v", spelling, err)
		}
	}
	if got := list(t, h, "a"); len(got) > 0 {
		t.Errorf("a refused code left %v", got)
	}
	if _, err := h.Accesses.Access(t.Context(), []byte("code x")); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a code opens its page: %v", err)
	}
}

func accessTaken(t *testing.T, h Handovers) {
	wait(t, h, access("x"))
	for _, same := range []func(*hpp.Access){
		func(a *hpp.Access) { a.Code = access("x").Code }, func(a *hpp.Access) { a.Digits = access("x").Digits },
	} {
		other := access("y")
		same(&other)
		if err := h.Accesses.InsertAccess(t.Context(), other, epoch, plenty); !errors.Is(err, hpp.ErrTaken) {
			t.Errorf("a spelling twice: %v", err)
		}
	}
	if err := h.Accesses.InsertAccess(t.Context(), access("y"), epoch, 1); !errors.Is(err, hpp.ErrCrowded) {
		t.Errorf("one too many: %v", err)
	}
}

func accessCleared(t *testing.T, h Handovers) {
	wait(t, h, access("x"))
	// One that has just ended is kept for its phone, and does not count.
	for i, now := range []time.Time{epoch.Add(hpp.AccessLife + time.Minute), epoch.Add(3 * hpp.AccessLife)} {
		one := access([]string{"y", "z"}[i])
		one.ExpiresAt = now.Add(hpp.AccessLife)
		if err := h.Accesses.InsertAccess(t.Context(), one, now, 1); err != nil {
			t.Fatal(err)
		}
		_, err := h.Accesses.Access(t.Context(), []byte("secret x"))
		if gone := errors.Is(err, hpp.ErrNotFound); gone != (i == 1) {
			t.Errorf("after %s: %v", now.Sub(epoch), err)
		}
	}
}
