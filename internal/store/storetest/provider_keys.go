package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payment"
)

func paymentKey(t *testing.T, store provider.Store) {
	ctx := t.Context()
	first, err := store.InsertSession(ctx, waiting("a"), capturedAnswer("a"), keyed("k", "x", epoch))
	if err != nil {
		t.Fatal(err)
	}
	again, err := store.InsertSession(ctx, waiting("b"), capturedAnswer("b"), keyed("k", "x", epoch.Add(time.Hour)))
	if diff := cmp.Diff(first, again); diff != "" || err != nil {
		t.Errorf("a repeat: %v\n%s", err, diff)
	}
	if _, err := store.Session(ctx, "m1", "b"); !errors.Is(err, endpoint.ErrNotFound) {
		t.Errorf("a repeat stored a session: %v", err)
	}
	if _, err := store.InsertSession(ctx, waiting("b"), capturedAnswer("b"), keyed("k", "y", epoch)); !errors.Is(err, endpoint.ErrKeyReused) {
		t.Errorf("another request under the key: %v", err)
	}
	// The key answers before the change is asked, whatever it is for.
	again, err = store.UpdateSession(ctx, "m1", "a", keyed("k", "x", epoch), func(*payment.Session) (endpoint.Answer, error) {
		t.Error("the change ran under a used key")
		return capturedAnswer("c"), nil
	})
	if diff := cmp.Diff(first, again); diff != "" || err != nil {
		t.Errorf("an update under the key: %v\n%s", err, diff)
	}
	foreign := waiting("c")
	foreign.Merchant = "m2"
	if got, err := store.InsertSession(ctx, foreign, capturedAnswer("c"), keyed("k", "y", epoch)); err != nil || string(got.Body) != `"c"` {
		t.Errorf("another merchant's key collides: %s, %v", got.Body, err)
	}
}

func paymentKeyFailed(t *testing.T, store provider.Store) {
	addPayment(t, store, "a")
	change := func(err error) error {
		_, err = store.UpdateSession(t.Context(), "m1", "a", keyed("k", "x", epoch), func(*payment.Session) (endpoint.Answer, error) {
			return capturedAnswer("a"), err
		})
		return err
	}
	if err := change(errNo); !errors.Is(err, errNo) {
		t.Error(err)
	}
	if err := change(nil); err != nil {
		t.Errorf("the key of a failure is taken: %v", err)
	}
}

func paymentKeyEnds(t *testing.T, store provider.Store) {
	ctx := t.Context()
	insert := func(id, asked string, at time.Time) (endpoint.Answer, error) {
		return store.InsertSession(ctx, waiting(id), capturedAnswer(id), keyed("k", asked, at))
	}
	if _, err := insert("a", "x", epoch); err != nil {
		t.Fatal(err)
	}
	if _, err := insert("b", "y", epoch.Add(hpp.IdempotencyKeyLife-time.Millisecond)); !errors.Is(err, endpoint.ErrKeyReused) {
		t.Errorf("just before its end: %v", err)
	}
	if got, err := insert("b", "y", epoch.Add(hpp.IdempotencyKeyLife)); err != nil || string(got.Body) != `"b"` {
		t.Errorf("a week-old key cannot be taken again: %s, %v", got.Body, err)
	}
	if _, err := insert("c", "x", epoch.Add(hpp.IdempotencyKeyLife)); !errors.Is(err, endpoint.ErrKeyReused) {
		t.Errorf("taken again, it is not kept: %v", err)
	}
}

func paymentKeysAtOnce(t *testing.T, store provider.Store) {
	answers := make([]endpoint.Answer, 20)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			id := fmt.Sprintf("s%d", i)
			var err error
			if answers[i], err = store.InsertSession(t.Context(), waiting(id), capturedAnswer(id), keyed("k", "x", epoch)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, answer := range answers {
		if diff := cmp.Diff(answers[0], answer); diff != "" {
			t.Fatalf("one key, two answers:\n%s", diff)
		}
	}
}
