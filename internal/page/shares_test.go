package page

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// from is a change that lets a request come from an address.
func from(address string) func(*http.Request) {
	return func(r *http.Request) { r.RemoteAddr = address }
}

// One network cannot ask for codes without end; its neighbours in other networks
// notice nothing, and nobody in it finds another address to go on with.
func TestANetworkAsksForFewCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		for i := range maxAccessCodes {
			if w := ask(h, from(fmt.Sprintf("198.51.100.%d:1000", i))); w.Code != http.StatusSeeOther {
				t.Fatalf("code %d: %d", i+1, w.Code)
			}
		}
		w := ask(h, from("198.51.100.200:1000"))
		status(t, w, http.StatusTooManyRequests)
		contains(t, w, `data-outcome="error"`)
		if got := w.Header().Get("Retry-After"); got != "60" {
			t.Errorf("Retry-After %q", got)
		}
		if len(f.visitors.acts) != maxAccessCodes {
			t.Errorf("the core was asked %d times", len(f.visitors.acts))
		}
		status(t, ask(h, from("203.0.113.1:1000")), http.StatusSeeOther)
		status(t, ask(h, from("[2001:db8::1]:1000")), http.StatusSeeOther)
		<-time.After(accessCodeSpan)
		status(t, ask(h, from("198.51.100.200:1000")), http.StatusSeeOther)
	})
}

// streams opens streams of a link until the test ends and answers how many were
// refused.
func streams(t *testing.T, s *Server, n int, address string, link func(int) string) int {
	t.Helper()
	refused := make(chan bool, n)
	for i := range n {
		path := "/eu/hpp/payments/" + link(i) + "/live"
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
		r.RemoteAddr = address
		r.SetPathValue("link", token)
		w := &wire{ResponseWriter: httptest.NewRecorder()}
		go func() {
			s.streamPage(w, r)
			refused <- w.ResponseWriter.(*httptest.ResponseRecorder).Code == http.StatusServiceUnavailable
		}()
	}
	synctest.Wait()
	total := 0
	for range len(refused) {
		if <-refused {
			total++
		}
	}
	return total
}

// One link and one network have their part of the streams, and no more.
func TestStreamsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Payments: newTagged("1-pay"), Live: NewLive(), Region: "eu"}
		same := func(int) string { return "same" }
		if n := streams(t, s, linkStreams+3, "198.51.100.1:1", same); n != 3 {
			t.Errorf("one link: %d refused, want 3", n)
		}
		if n := streams(t, s, 1, "203.0.113.1:1", same); n != 1 {
			t.Error("the link's part is not bounded over networks")
		}
		apart := func(i int) string { return fmt.Sprintf("link%d", i) }
		if n := streams(t, s, networkStreams, "198.51.100.2:1", apart); n != linkStreams {
			t.Errorf("one network: %d refused, want %d", n, linkStreams)
		}
		if n := streams(t, s, 10, "203.0.113.1:1", func(i int) string { return fmt.Sprintf("other%d", i) }); n != 0 {
			t.Errorf("another network: %d refused", n)
		}
		s.Live.Close()
		<-time.After(time.Second)
		if open := s.Live.open.Load(); open != 0 {
			t.Errorf("%d are still counted", open)
		}
		if !s.Live.links.Take("/eu/hpp/payments/same/live") || !s.Live.networks.Take("198.51.100.0/24") {
			t.Error("places were not given back")
		}
	})
}

// The same picture is made once, however many ask for it.
func TestAPictureIsMadeOnce(t *testing.T) {
	f := newFake(hpp.PagePay)
	s := &Server{Payments: f, Region: "eu", PublicURL: origin}
	draw := func(size int, address string) []byte {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("/eu/hpp/payments/%s/qr.png?size=%d", qrs, size), http.NoBody)
		r.RemoteAddr = address
		r.SetPathValue("link", qrs)
		s.serveLinkQR(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("size %d: %d", size, w.Code)
		}
		return w.Body.Bytes()
	}
	first := draw(1024, "198.51.100.1:1")
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if got := draw(1024, "203.0.113.1:1"); string(got) != string(first) {
				t.Error("another picture")
			}
		})
	}
	all.Wait()
	if len(s.qrCache.order) != 1 {
		t.Errorf("%d pictures were made", len(s.qrCache.order))
	}
	for size := range maxCachedQRs + 8 {
		draw(64+size, "198.51.100.1:1")
	}
	if len(s.qrCache.images) != maxCachedQRs || len(s.qrCache.order) != maxCachedQRs {
		t.Errorf("%d pictures are kept, want %d", len(s.qrCache.images), maxCachedQRs)
	}
}

// A network that hints without end is refused for a while: each hint may have a
// provider read.
func TestANetworkHintsSoManyTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		hint := func(address string) *httptest.ResponseRecorder {
			r := request(http.MethodPost, stepPath+"/hint", http.NoBody)
			r.RemoteAddr = address
			return serve(h, r)
		}
		const most = 600
		for i := range most {
			status(t, hint(fmt.Sprintf("198.51.100.%d:1000", i%200)), http.StatusNoContent)
		}
		w := hint("198.51.100.250:1000")
		status(t, w, http.StatusTooManyRequests)
		if got := w.Header().Get("Retry-After"); got != "60" {
			t.Errorf("Retry-After %q", got)
		}
		if len(f.steps.acts) != most {
			t.Errorf("the core was asked %d times", len(f.steps.acts))
		}
		status(t, hint("203.0.113.1:1000"), http.StatusNoContent)
		<-time.After(time.Minute)
		status(t, hint("198.51.100.250:1000"), http.StatusNoContent)
	})
}
