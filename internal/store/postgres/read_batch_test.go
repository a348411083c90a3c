package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Those who read at the same time are each told their own: what is there, what
// is not, and what nobody can ask, which takes no other with it.
func TestReadersAreToldTheirOwn(t *testing.T) {
	t.Parallel()
	db := openAt(t, database(t))
	for i, err := range insertAll(t, db, numbered("s", 8)) {
		if err != nil {
			t.Fatal(i, err)
		}
	}
	var all sync.WaitGroup
	for i := range 400 {
		all.Go(func() {
			id, want := hpp.SessionID(fmt.Sprintf("s%d", i%8)), error(nil)
			switch i % 10 {
			case 3:
				id, want = "none", hpp.ErrNotFound
			case 7:
				id, want = "no\x00text", hpp.ErrNotFound
			}
			got, err := db.Sessions().Find(t.Context(), id)
			if !errors.Is(err, want) || err == nil && got.ID != id {
				t.Errorf("%q: %q, %v", id, got.ID, err)
			}
		})
	}
	all.Wait()
}

// A reader who is in a hurry, or gone, is nobody else's loss.
func TestReadersLeave(t *testing.T) {
	t.Parallel()
	db := openAt(t, database(t))
	_, err := insert(t.Context(), db, "a", hpp.IdempotencyKey{})
	check(t, err)
	gone, leave := context.WithCancel(t.Context())
	leave()
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			ctx := t.Context()
			if i%2 == 1 {
				ctx = gone
			}
			_, err := db.Sessions().Find(ctx, "a")
			if i%2 == 0 && err != nil || err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	all.Wait()
}
