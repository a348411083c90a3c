package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/retention"
)

// A key is removed when it is free, and not before.
func keysGo(t *testing.T, k Kept) {
	for i := range 5 {
		s := session(fmt.Sprint("s", i))
		s.CreatedAt = epoch.Add(time.Duration(i) * time.Millisecond)
		if _, err := k.Sessions.Insert(t.Context(), s, hash(string(s.ID)), nil, claim(fmt.Sprint("k", i), "x")); err != nil {
			t.Fatal(err)
		}
	}
	if gone := k.sweep(t, retention.Keys, epoch.Add(3*time.Millisecond), 2); gone != 4 {
		t.Errorf("%d keys went; want 4", gone)
	}
	if counts := k.Count(t); counts["idempotency"] != 1 || counts["sessions"] != 5 {
		t.Errorf("%d keys of %d sessions are left", counts["idempotency"], counts["sessions"])
	}
	if got, err := k.Sessions.Insert(t.Context(), session("new"), hash("new"), nil, claim("k3", "y")); err != nil || got.ID != "new" {
		t.Errorf("a key that went: %s, %v", got.ID, err)
	}
	if _, err := k.Sessions.FindByIdempotencyKey(t.Context(), "m1", claim("k4", "y")); !errors.Is(err, hpp.ErrKeyReused) {
		t.Errorf("a key that stays: %v", err)
	}
}

func answersGo(t *testing.T, k Kept) {
	for i := range 3 {
		id := fmt.Sprint("s", i)
		if _, err := k.Provider.InsertSession(t.Context(), waiting(id), capturedAnswer(id), keyed(id, "x", epoch.Add(time.Duration(i)*time.Millisecond))); err != nil {
			t.Fatal(err)
		}
	}
	k.borders(t, retention.Answers, epoch, 1)
	k.borders(t, retention.Answers, epoch.Add(time.Millisecond), 1)
	if got, err := k.Provider.InsertSession(t.Context(), waiting("s3"), capturedAnswer("s3"), keyed("s1", "y", epoch)); err != nil || string(got.Body) != `"s3"` {
		t.Errorf("a key that went: %s, %v", got.Body, err)
	}
	if _, err := k.Provider.InsertSession(t.Context(), waiting("s4"), capturedAnswer("s4"), keyed("s2", "y", epoch)); !errors.Is(err, endpoint.ErrKeyReused) {
		t.Errorf("a key that stays: %v", err)
	}
}

func messagesGo(t *testing.T, k Kept) {
	keep(t, k.Inbox, email("a", 0), email("b", 0), email("c", time.Millisecond))
	k.borders(t, retention.Messages, epoch, 2)
	k.same(t, map[string]int64{"inbox_messages": 1})
}

func codesGo(t *testing.T, k Kept) {
	wait(t, k.Handovers, access("a"))
	later := access("b")
	later.ExpiresAt = later.ExpiresAt.Add(time.Millisecond)
	wait(t, k.Handovers, later)
	k.borders(t, retention.Codes, access("a").ExpiresAt, 1)
	k.same(t, map[string]int64{"access_codes": 1})
}

// A day's counts go once the day is over.
func quotasGo(t *testing.T, k Kept) {
	day := hpp.QuotaDay(epoch)
	insert(t, k.Sessions, session("a"))
	for _, scope := range []string{"to kim", "to sam"} {
		if err := hand(t, k.Handovers, "a", func(c *hpp.Change) { c.Handover.Quotas = []hpp.Quota{{Scope: scope, Day: day, Limit: 9}} }); err != nil {
			t.Fatal(err)
		}
	}
	k.borders(t, retention.Quotas, epoch.Truncate(24*time.Hour).Add(24*time.Hour), 2)
	if n := k.Count(t)["message_quotas"]; n != 0 {
		t.Errorf("%d counts are left", n)
	}
}
