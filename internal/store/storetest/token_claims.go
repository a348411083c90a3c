package storetest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// tokenClaimedOnce: of the sessions on one payment, one gets a token, and whoever
// comes later saves nothing.
func tokenClaimedOnce(t *testing.T, store hpp.Store) {
	claim := func(id hpp.SessionID, hash string) error {
		_, err := store.Update(t.Context(), id, func(s *hpp.Session) (hpp.Change, error) {
			s.Shop += "!"
			return hpp.Change{TokenClaim: &hpp.TokenClaim{Hash: []byte(hash), At: epoch}}, nil
		})
		return err
	}
	var all []hpp.SessionID
	for _, id := range []string{"a", "b", "c", "d"} {
		one := session(id)
		one.Payment.ID = "kp-shared"
		all = append(all, insert(t, store, one).ID)
	}
	var won atomic.Int64
	var group sync.WaitGroup
	for _, id := range all {
		group.Go(func() {
			switch err := claim(id, "hash of a token"); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, hpp.ErrTokenClaimed):
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	group.Wait()
	saved := 0
	for _, id := range all {
		session, err := store.Find(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		saved += int(session.Version - 1)
	}
	if won.Load() != 1 || saved != 1 {
		t.Errorf("%d sessions got the token, %d were saved; want one", won.Load(), saved)
	}
	for _, id := range all {
		if err := claim(id, "hash of a token"); !errors.Is(err, hpp.ErrTokenClaimed) {
			t.Errorf("claimed again by %s: %v", id, err)
		}
	}
	if err := claim(all[0], "hash of another"); err != nil {
		t.Errorf("another token: %v", err)
	}
}
