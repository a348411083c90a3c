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

func updateSavesAll(t *testing.T, store hpp.Store) {
	insert(t, store, session("a"))
	event := hpp.Event{ID: "e1", Seq: 1, Status: hpp.InProgress, At: epoch.Add(time.Second), Detail: "why"}
	saved, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
		s.Status, s.EventCount = hpp.InProgress, 1
		return hpp.Change{Events: []hpp.Event{event}, Jobs: []hpp.Job{
			{ID: "e1", Kind: hpp.JobCallback, Seq: 1, Due: epoch, Payload: []byte("body")},
			{ID: "r1", Kind: hpp.JobReconcile, Due: epoch},
		}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := store.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(saved, got); diff != "" {
		t.Errorf("saved and read differ:\n%s", diff)
	}
	if got.Version != 2 || got.Status != hpp.InProgress {
		t.Errorf("version %d status %s", got.Version, got.Status)
	}
	events, err := store.ListEvents(t.Context(), "m1", "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]hpp.Event{event}, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func failedUpdate(t *testing.T, store hpp.Store) {
	want := insert(t, store, session("a"))
	refusal := errors.New("no")
	loaded, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
		s.Status = hpp.Disabled
		return hpp.Change{}, refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("error %v, want the change's own", err)
	}
	if diff := cmp.Diff(want, loaded); diff != "" {
		t.Errorf("answered session is not the loaded one:\n%s", diff)
	}
	// A job that breaks a constraint must take the whole change with it.
	twice := []hpp.Job{{ID: "j", Kind: hpp.JobExpire, Due: epoch}, {ID: "j", Kind: hpp.JobExpire, Due: epoch}}
	if _, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
		s.Status = hpp.Disabled
		return hpp.Change{Jobs: twice}, nil
	}); err == nil {
		t.Error("a repeated job id was stored")
	}
	got, err := store.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a failed update left traces:\n%s", diff)
	}
}

func updatesDoNotRace(t *testing.T, store hpp.Store) {
	insert(t, store, session("a"))
	const writers, rounds = 8, 10
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range rounds {
				_, err := store.Update(t.Context(), "a", func(s *hpp.Session) (hpp.Change, error) {
					s.AttemptCount++
					s.EventCount++
					return hpp.Change{Events: []hpp.Event{{ID: fmt.Sprint(s.EventCount), Seq: s.EventCount, Status: s.Status, At: epoch}}}, nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := store.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if got.AttemptCount != writers*rounds || got.Version != writers*rounds+1 {
		t.Errorf("tries %d, version %d after %d updates", got.AttemptCount, got.Version, writers*rounds)
	}
	events, err := store.ListEvents(t.Context(), "m1", "a")
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d has sequence %d", i, e.Seq)
		}
	}
}
