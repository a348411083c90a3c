package storetest

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/changefeed"
	"github.com/openhpp/openhpp/internal/hpp"
)

// reads counts how a store is read.
type reads struct {
	hpp.Store
	documents, versions atomic.Int64
}

func (r *reads) Find(ctx context.Context, id hpp.SessionID) (hpp.Session, error) {
	r.documents.Add(1)
	return r.Store.Find(ctx, id)
}

func (r *reads) FindByLink(ctx context.Context, hash []byte) (hpp.Session, error) {
	r.documents.Add(1)
	return r.Store.FindByLink(ctx, hash)
}

func (r *reads) Versions(ctx context.Context, ids []hpp.SessionID) (map[hpp.SessionID]int64, error) {
	r.versions.Add(1)
	return r.Store.Versions(ctx, ids)
}

// replica is the core of one process, with as much as an open page needs.
func replica(t *testing.T, store hpp.Store) *hpp.SessionService {
	t.Helper()
	feed := changefeed.New()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { feed.Run(ctx, store.Versions, slog.New(slog.DiscardHandler)); close(done) }()
	t.Cleanup(func() { stop(); <-done })
	return &hpp.SessionService{
		Store: store, Changes: feed, Log: slog.New(slog.DiscardHandler),
		Links:           hpp.NewLinks([]byte("a secret of at least thirty-two bytes"), "https://pay.test", "https://api.test", "eu"),
		SellingRecently: func(context.Context, hpp.MerchantID) (bool, error) { return true, nil },
		Now:             func() time.Time { return epoch.Add(time.Hour) }, NewID: func() string { return "event" },
		Freeze:    func(hpp.Session, hpp.Event) (hpp.FrozenEvent, error) { return hpp.FrozenEvent{Body: []byte("{}")}, nil },
		PageReads: hpp.NewPageReads(),
		Wake:      func(...hpp.JobKind) {}, Observe: func(hpp.Event) {}, ObserveFailure: func(hpp.AttemptFailure) {},
	}
}

// RunOpenPages checks that pages which are open know what was saved, by this
// process or by another one on the same database, and cost nothing while nothing
// is.
func RunOpenPages(t *testing.T, here, there hpp.Store) {
	const pages = 200
	store := &reads{Store: here}
	own, other := replica(t, store), replica(t, there)
	watches := make([]hpp.Watch, pages)
	for i := range watches {
		s := session(fmt.Sprintf("page-%d", i))
		link := own.Links.PageToken(s)
		if _, err := here.Insert(t.Context(), s, own.Links.LinkHash(link), nil, hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
		var err error
		if watches[i], err = own.Watch(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		defer watches[i].Close()
	}
	read, asked := store.documents.Load(), store.versions.Load()
	started := time.Now()
	<-time.After(4 * changefeed.PollInterval)
	for _, w := range watches {
		if tag, err := w.Tag(t.Context()); err != nil || tag != "1-pay" {
			t.Fatalf("an open page has the tag %q, %v", tag, err)
		}
	}
	read, asked = store.documents.Load()-read, store.versions.Load()-asked
	if most := int64(time.Since(started)/changefeed.PollInterval) + 1; read != 0 || asked > most {
		t.Errorf("while nothing was new: %d documents read, versions asked %d times, want none and %d at most", read, asked, most)
	}
	merchant := hpp.Authenticated("m1", "Lamps & Co")
	wait := func(who string, w hpp.Watch, by *hpp.SessionService, id hpp.SessionID, within time.Duration) {
		t.Helper()
		if err := by.Disable(t.Context(), merchant, id); err != nil {
			t.Fatal(err)
		}
		select {
		case <-w.Changed():
		case <-time.After(within):
			t.Fatalf("%s is not known within %s", who, within)
		}
		if tag, err := w.Tag(t.Context()); err != nil || tag != "2-disabled" {
			t.Errorf("%s: the page has the tag %q, %v", who, tag, err)
		}
	}
	wait("what this process saved", watches[7], own, "page-7", 200*time.Millisecond)
	wait("what another process saved", watches[8], other, "page-8", 3*time.Second)
}
