package hpp_test

import (
	"context"
	"errors"
	"regexp"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

var readable = regexp.MustCompile(`^[2-9ACDEFGHJKMNPQRTVWXY]{10}$`)

// Ten thousand sessions of one moment have ten thousand references, each of
// which can be read out, and finds its session.
func TestEverySessionHasAReferenceOfItsOwn(t *testing.T) {
	w := newWorld(t)
	w.SessionService.Store = inserted{w.SessionService.Store}
	seen := map[string]bool{}
	for range 10_000 {
		s, _ := w.make(nil)
		if !readable.MatchString(s.Reference) || seen[s.Reference] {
			t.Fatalf("reference %q, after %d", s.Reference, len(seen))
		}
		seen[s.Reference] = true
	}
}

// inserted answers that a session was stored, without storing it.
type inserted struct{ hpp.Store }

func (inserted) Insert(_ context.Context, s hpp.Session, _ []byte, _ []hpp.Job, _ hpp.IdempotencyKey) (hpp.Session, error) {
	return s, nil
}

// quoted are the sessions that a merchant finds by what a payer quotes.
func (w *world) quoted(m hpp.Merchant, reference string) ([]hpp.ListedSession, error) {
	w.t.Helper()
	page, err := w.lists().ListSessions(w.t.Context(), m, hpp.SessionFilter{Reference: reference}, hpp.ListPlace{}, 20)
	return page.Sessions, err
}

func TestTheReferenceFindsItsSession(t *testing.T) {
	w := newWorld(t)
	first, link := w.make(nil)
	second, _ := w.make(nil)
	found, err := w.quoted(w.merchant, first.Reference)
	if err != nil || len(found) != 1 || found[0].ID != first.ID || w.open(link).Session.Reference != first.Reference {
		t.Errorf("%v: found %d, shown %q", err, len(found), w.open(link).Session.Reference)
	}
	if found, err := w.quoted(hpp.Authenticated("m2", "Other"), second.Reference); err != nil || len(found) != 0 {
		t.Errorf("another merchant found %d, %v", len(found), err)
	}
}

// The merchant's own word is the reference, also one that was given later.
func TestTheMerchantsReferenceComesFirst(t *testing.T) {
	w := newWorld(t)
	w.provider.payment.Reference = "ORDER-1"
	s, link := w.make(nil)
	if s.Reference != "ORDER-1" {
		t.Errorf("reference %q", s.Reference)
	}
	w.provider.payment.Reference = "ORDER-2"
	if v := w.open(link); v.Session.Reference != "ORDER-2" {
		t.Errorf("shown %q", v.Session.Reference)
	}
	w.must(w.pay(link))
	found, err := w.quoted(w.merchant, "ORDER-2")
	if err != nil || len(found) != 1 || w.open(link).Session.Reference != "ORDER-2" {
		t.Errorf("%v: found %d, shown %q", err, len(found), w.open(link).Session.Reference)
	}
}

// A session that was stored without a reference shows one that stays the same,
// and is found by it once it was saved again.
func TestOlderSessionsGetAReference(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	_, err := w.SessionService.Store.Update(t.Context(), s.ID, func(s *hpp.Session) (hpp.Change, error) {
		s.Reference = ""
		return hpp.Change{}, nil
	})
	shown := w.open(link).Session.Reference
	if w.must(err); !readable.MatchString(shown) {
		t.Errorf("shown %q", shown)
	}
	found, err := w.quoted(w.merchant, shown)
	w.must(errors.Join(err, w.Enter(t.Context(), link)))
	again, err := w.quoted(w.merchant, shown)
	if w.must(err); len(found) != 0 || len(again) != 1 || w.open(link).Session.Reference != shown {
		t.Errorf("found %d, then %d; shown %q, then %q", len(found), len(again), shown, w.open(link).Session.Reference)
	}
}
