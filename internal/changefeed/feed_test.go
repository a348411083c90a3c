package changefeed

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func hasChanged(s hpp.Subscription) bool {
	select {
	case <-s.Changed():
		return true
	default:
		return false
	}
}

func TestPublishTellsWhoWaits(t *testing.T) {
	f := New()
	page, other := f.Subscribe("s1", 3), f.Subscribe("s2", 1)
	till := f.Subscribe("s1", 2, "messages of s1")
	phone := f.Subscribe("", 0, "code 7")
	f.Publish("s1", 4)
	if !hasChanged(page) || !hasChanged(till) || hasChanged(other) || hasChanged(phone) {
		t.Error("others were told, or not all")
	}
	if page.Version() != 4 || till.Version() != 4 || other.Version() != 1 || phone.Version() != 0 {
		t.Errorf("versions %d, %d, %d, %d", page.Version(), till.Version(), other.Version(), phone.Version())
	}
	f.Publish("messages of s1", 0)
	f.Publish("code 7", 0)
	if hasChanged(page) || !hasChanged(till) || !hasChanged(phone) {
		t.Error("a topic beside a session tells others, or not its own")
	}
}

// Whoever reads nothing holds nobody up, and finds one signal afterwards.
func TestASlowSubscriberHoldsNobodyUp(t *testing.T) {
	f := New()
	slow := f.Subscribe("s1", 1)
	for version := range int64(10_000) {
		f.Publish("s1", version)
	}
	if !hasChanged(slow) || hasChanged(slow) || slow.Version() != 9_999 {
		t.Errorf("version %d", slow.Version())
	}
}

func TestNothingIsKeptOfWhoLeft(t *testing.T) {
	f := New()
	first, second := f.Subscribe("s1", 1, "messages"), f.Subscribe("s1", 1)
	first.Close()
	first.Close()
	if !slices.Contains(ids(f), "s1") || len(f.topics) != 1 {
		t.Errorf("%v, %d topics", ids(f), len(f.topics))
	}
	f.Publish("s1", 2)
	if hasChanged(first) || !hasChanged(second) {
		t.Error("who left was told, or who stayed was not")
	}
	second.Close()
	if len(f.topics) != 0 || len(f.sessions) != 0 {
		t.Errorf("%d topics, %d sessions are left", len(f.topics), len(f.sessions))
	}
}

func ids(f *Feed) (all []hpp.SessionID) {
	for id := range f.known() {
		all = append(all, id)
	}
	return all
}

// What another process saved, or removed, is found by the next poll; a store
// that fails is asked again, and where nobody waits nothing is asked.
func TestPollFindsWhatOthersSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := New()
		stored := map[hpp.SessionID]int64{"s1": 1, "s2": 1}
		asked := 0
		var broken error
		var mu sync.Mutex // the three above
		ctx, stop := context.WithCancel(t.Context())
		go f.Run(ctx, func(_ context.Context, ids []hpp.SessionID) (map[hpp.SessionID]int64, error) {
			mu.Lock()
			defer mu.Unlock()
			asked++
			return maps.Clone(stored), broken
		}, slog.New(slog.DiscardHandler))
		pass := func() int { // how often the store was asked by the end of it
			time.Sleep(PollInterval) //nolint:forbidigo // the clock of a synctest bubble
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			return asked
		}
		change := func(do func()) {
			mu.Lock()
			defer mu.Unlock()
			do()
		}
		if times := pass(); times != 0 {
			t.Errorf("asked %d times for nobody", times)
		}
		one, two := f.Subscribe("s1", 1), f.Subscribe("s2", 1)
		if times := pass(); times != 1 || hasChanged(one) || hasChanged(two) {
			t.Errorf("asked %d times, woken by nothing", times)
		}
		change(func() { stored["s1"], broken = 2, errors.New("no database") })
		pass()
		if hasChanged(one) {
			t.Error("told by a store that failed")
		}
		change(func() { broken = nil; delete(stored, "s2") })
		pass()
		if !hasChanged(one) || one.Version() != 2 || !hasChanged(two) || two.Version() <= 1 {
			t.Errorf("versions %d, %d", one.Version(), two.Version())
		}
		pass()
		if hasChanged(one) || hasChanged(two) {
			t.Error("told twice of the same")
		}
		stop()
		synctest.Wait()
	})
}
