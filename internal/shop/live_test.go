package shop

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/client"
)

func open(t *testing.T) *Shop {
	t.Helper()
	s := New(Config{Client: &client.Client{BaseURL: "http://api.test"}, PublicURL: "http://shop.test"})
	t.Cleanup(s.Close)
	return s
}

// stream runs the live handler until it ends.
func stream(ctx context.Context, s *Shop, path string) (*httptest.ResponseRecorder, <-chan struct{}) {
	w, ended := httptest.NewRecorder(), make(chan struct{})
	go func() {
		defer close(ended)
		s.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", path, nil))
	}()
	return w, ended
}

func TestLiveBeatsAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, ended := stream(t.Context(), open(t), "/live")
		began := time.Now()
		<-ended
		if lasted := time.Since(began); lasted != maxStream {
			t.Errorf("the stream lasted %v, want %v", lasted, maxStream)
		}
		// At the very end a beat and the end are due together; either may win.
		beats := 0
		for message := range strings.SplitSeq(w.Body.String(), "\n\n") {
			if message == ":" {
				beats++
			}
		}
		if beats < 44 || beats > 45 {
			t.Errorf("%d beats, want one every %v", beats, heartbeat)
		}
	})
}

func TestLiveWatchesOnePurchase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t)
		s.purchases.add(purchase{Token: "one"})
		s.purchases.add(purchase{Token: "two"})
		ctx, leave := context.WithCancel(t.Context())
		one, oneEnded := stream(ctx, s, "/live?purchase=one")
		all, allEnded := stream(ctx, s, "/live")
		synctest.Wait()
		for _, token := range []string{"one", "two", "unknown"} {
			s.purchases.change(token, func(*purchase) bool { return true })
			synctest.Wait()
		}
		s.purchases.change("one", func(*purchase) bool { return false })
		leave()
		<-oneEnded
		<-allEnded
		if got := strings.Count(one.Body.String(), "event: change"); got != 2 {
			t.Errorf("one purchase: %d events, want the first and one change", got)
		}
		if got := strings.Count(all.Body.String(), "event: change"); got != 3 {
			t.Errorf("all: %d events, want the first and two changes", got)
		}
		if len(s.purchases.watchers) != 0 {
			t.Errorf("%d watchers are left", len(s.purchases.watchers))
		}
	})
}

func TestCloseEndsStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t)
		_, ended := stream(t.Context(), s, "/live")
		synctest.Wait()
		began := time.Now()
		s.Close()
		s.Close()
		<-ended
		if time.Since(began) != 0 {
			t.Errorf("it took %v", time.Since(began))
		}
	})
}

func TestLedgerForgetsTheOldest(t *testing.T) {
	l := newPurchaseStore(2)
	for _, token := range []string{"a", "b", "c"} {
		l.add(purchase{Token: token})
	}
	if _, ok := l.find("a"); ok {
		t.Error("the oldest is still there")
	}
	all := l.all()
	if len(all) != 2 || all[0].Token != "c" || all[1].Token != "b" {
		t.Errorf("got %+v, want c and b", all)
	}
}

func TestPurchaseForgetsItsOldestEvents(t *testing.T) {
	p := purchase{}
	for i := range eventLimit + 1 {
		p.record(client.Callback{EventID: strings.Repeat("x", i+1)}, time.Unix(int64(i), 0))
	}
	if len(p.Events) != eventLimit || p.Events[0].ID != "xx" {
		t.Errorf("%d events, the first %q", len(p.Events), p.Events[0].ID)
	}
}

// What a page was given must not change under it.
func TestFoundPurchasesAreCopies(t *testing.T) {
	l := newPurchaseStore(2)
	l.add(purchase{Token: "a"})
	record := func(p *purchase) bool { p.record(client.Callback{EventID: "e"}, time.Unix(0, 0)); return true }
	l.change("a", record)
	before, _ := l.find("a")
	l.change("a", record)
	if before.Events[0].Times != 1 {
		t.Errorf("the copy changed: %+v", before.Events)
	}
}
