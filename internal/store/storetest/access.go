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

// plenty of codes may wait at once.
var plenty = hpp.AccessLimits{Total: 1000, PerNetwork: 1000, IdleAfter: time.Minute}

// place is room for so many, which nobody leaves within a minute.
func place(all, network int64) hpp.AccessLimits {
	return hpp.AccessLimits{Total: all, PerNetwork: network, IdleAfter: time.Minute}
}

func access(name string) hpp.AccessCode {
	return hpp.AccessCode{
		Secret: []byte("secret " + name), Code: []byte("code " + name), Digits: []byte("digits " + name),
		ExpiresAt: epoch.Add(hpp.AccessCodeLife), Network: []byte("network"), SeenAt: epoch,
	}
}

func wait(t *testing.T, h Handovers, a hpp.AccessCode) {
	t.Helper()
	if err := h.Accesses.InsertAccess(t.Context(), a, epoch, plenty); err != nil {
		t.Fatal(err)
	}
}

// handOver hands the link to a code, by one of its spellings.
func handOver(spelling string) func(*hpp.Change) {
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
			err := hand(t, h, fmt.Sprintf("s%d", i), handOver([]string{"code x", "digits x"}[i%2]))
			if err != nil && !errors.Is(err, hpp.ErrNoAccessCode) {
				t.Error(err)
			}
			won[i] = err == nil
		})
	}
	wg.Wait()
	got, err := h.Accesses.FindAccess(t.Context(), []byte("secret x"))
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
		if err := hand(t, h, "a", handOver(spelling)); !errors.Is(err, hpp.ErrNoAccessCode) {
			t.Errorf("%q: %v", spelling, err)
		}
	}
	if got := list(t, h, "a"); len(got) > 0 {
		t.Errorf("a refused code left %v", got)
	}
	if _, err := h.Accesses.FindAccess(t.Context(), []byte("code x")); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a code opens its page: %v", err)
	}
}

func accessTaken(t *testing.T, h Handovers) {
	wait(t, h, access("x"))
	for _, same := range []func(*hpp.AccessCode){
		func(a *hpp.AccessCode) { a.Code = access("x").Code }, func(a *hpp.AccessCode) { a.Digits = access("x").Digits },
	} {
		other := access("y")
		same(&other)
		if err := h.Accesses.InsertAccess(t.Context(), other, epoch, plenty); !errors.Is(err, hpp.ErrAccessCodeTaken) {
			t.Errorf("a spelling twice: %v", err)
		}
	}
	if err := h.Accesses.InsertAccess(t.Context(), access("y"), epoch, place(1, 10)); !errors.Is(err, hpp.ErrTooManyAccessCodes) {
		t.Errorf("one too many: %v", err)
	}
}

func accessCleared(t *testing.T, h Handovers) {
	wait(t, h, access("x"))
	// One that has just ended is kept for its phone, and does not count.
	for i, now := range []time.Time{epoch.Add(hpp.AccessCodeLife + time.Minute), epoch.Add(3 * hpp.AccessCodeLife)} {
		one := access([]string{"y", "z"}[i])
		one.ExpiresAt = now.Add(hpp.AccessCodeLife)
		if err := h.Accesses.InsertAccess(t.Context(), one, now, place(1, 1)); err != nil {
			t.Fatal(err)
		}
		_, err := h.Accesses.FindAccess(t.Context(), []byte("secret x"))
		if gone := errors.Is(err, hpp.ErrNotFound); gone != (i == 1) {
			t.Errorf("after %s: %v", now.Sub(epoch), err)
		}
	}
}

// Each network has its share, and of those that wait the one that was not looked
// at for the longest gives way; one that was is never ended.
func accessGivesWay(t *testing.T, h Handovers) {
	now := epoch.Add(90 * time.Second)
	insert := func(name, network string, room hpp.AccessLimits) error {
		one := access(name)
		one.Network, one.SeenAt = []byte(network), now
		one.ExpiresAt = now.Add(hpp.AccessCodeLife)
		return h.Accesses.InsertAccess(t.Context(), one, now, room)
	}
	over := func(name string) bool {
		one, err := h.Accesses.FindAccess(t.Context(), access(name).Secret)
		if err != nil {
			t.Fatal(err)
		}
		return !one.ExpiresAt.After(now)
	}
	for i, name := range []string{"oldest", "looked at", "old"} {
		one := access(name)
		one.SeenAt = epoch.Add(time.Duration(i) * time.Second)
		wait(t, h, one)
	}
	for _, name := range []string{"looked at", "nobody's"} {
		if err := h.Accesses.TouchAccess(t.Context(), access(name).Secret, now); err != nil {
			t.Fatal(err)
		}
	}
	if err := insert("other", "other network", place(10, 3)); err != nil {
		t.Errorf("another network: %v", err)
	}
	if err := insert("new", "network", place(10, 3)); err != nil || !over("oldest") || over("old") || over("looked at") {
		t.Errorf("the network is full: %v; over: oldest %t, old %t, looked at %t", err, over("oldest"), over("old"), over("looked at"))
	}
	if err := insert("newer", "third network", place(4, 3)); err != nil || !over("old") || over("looked at") || over("new") {
		t.Errorf("all are full: %v; over: old %t, looked at %t, new %t", err, over("old"), over("looked at"), over("new"))
	}
	if err := insert("one more", "fourth network", place(4, 3)); !errors.Is(err, hpp.ErrTooManyAccessCodes) {
		t.Errorf("all are looked at: %v", err)
	}
	if one, err := h.Accesses.FindAccess(t.Context(), access("looked at").Secret); err != nil || !one.SeenAt.Equal(now) || string(one.Network) != "network" {
		t.Errorf("%+v, %v", one, err)
	}
}
