package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/internal/store/postgres"
)

// behind opens a database by way of a proxy.
func behind(t *testing.T) (*postgres.DB, *proxy, string) {
	t.Helper()
	address := database(t)
	p := newProxy(t, pgtest.Shared(t).Addr())
	return openAt(t, pgtest.Shared(t).URLAt(p.Addr().String(), pgtest.Name(t, address))), p, address
}

// A connection is cut as a commit goes out, before or after it arrives, once
// and again and again: there is one effect, and it is acknowledged.
func TestUnansweredCommitHasOneEffect(t *testing.T) {
	t.Parallel()
	for name, c := range cutCases {
		for kind, f := range map[string]struct {
			how   cut
			times int
		}{"lost": {beforeIt, 1}, "unanswered": {afterIt, 1}, "lost thrice": {beforeIt, 3}, "unanswered thrice": {afterIt, 3}} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				db, p, address := behind(t)
				direct := openAt(t, address)
				var made any
				if c.prepare != nil {
					made = c.prepare(t, direct)
				}
				p.arm(f.how, f.times, c.words)
				if err := c.act(t.Context(), db, made); err != nil {
					t.Error(err)
				}
				if p.cutsMade() == 0 {
					t.Error("nothing was cut")
				}
				p.arm(0, 0, "")
				if n := c.effects(t, direct, made); n != 1 {
					t.Errorf("%d effects", n)
				}
			})
		}
	}
}

// Two hundred commits of eight writers of one session lose their answers or
// themselves: each is saved once. One is cut for each that was acknowledged, so
// that none is cut until its time is over, however slow the machine is.
func TestUnansweredCommitsUnderLoad(t *testing.T) {
	t.Parallel()
	db, p, address := behind(t)
	sessionA(t, db)
	const writers, each = 8, 25
	var work sync.WaitGroup
	for w := range writers {
		work.Go(func() {
			for i := range each {
				p.arm(cut(rand.IntN(2)), 1, commit)
				if _, err := count(t.Context(), db, "a", fmt.Sprintf("e%d-%d", w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	p.arm(0, 0, "")
	if n := tries(t, openAt(t, address), "a"); n != writers*each {
		t.Errorf("%d updates were saved, %d acknowledged", n, writers*each)
	}
	if p.cutsMade() < 50 {
		t.Errorf("only %d commits were cut", p.cutsMade())
	}
	t.Logf("%d commits cut", p.cutsMade())
}

// A change without an event, over which others have saved since, cannot be
// told from one that was lost: that is said, not guessed.
func TestHiddenOutcomeIsUnknown(t *testing.T) {
	t.Parallel()
	db, p, address := behind(t)
	sessionA(t, db)
	other := openAt(t, address)
	p.arm(afterIt, 1, commit)
	// The way back to the database opens when the others have saved.
	p.onCut(func() {
		for range 3 {
			if _, err := count(context.Background(), other, "a", ""); err != nil {
				t.Error(err)
			}
		}
	})
	if _, err := count(t.Context(), db, "a", ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if n := tries(t, other, "a"); n != 4 {
		t.Errorf("%d saves", n)
	}
}
