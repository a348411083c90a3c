package page

import (
	"bytes"
	"compress/gzip"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/web"
)

func zipped(h http.Handler, path string) *httptest.ResponseRecorder {
	r := request(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	return serve(h, r)
}

// The first paint and all that belongs to it fit the first flight of a TCP
// connection (page.md, measures).
func TestFirstResponseIsSmall(t *testing.T) {
	const budget = 14 << 10
	for step := range map[hpp.PageState]bool{hpp.PagePay: true, hpp.PageChallenge: true, hpp.PageCompleted: true} {
		h, _ := server(newFake(step))
		size := zipped(h, below).Body.Len() + zipped(h, "/assets/"+assets.Script).Body.Len() + zipped(h, "/assets/"+assets.Icon).Body.Len()
		if size > budget {
			t.Errorf("%s: %d bytes, more than %d", step, size, budget)
		}
		t.Logf("%s: %d bytes", step, size)
	}
}

// A page that the script of another shows in its place stands under that one's
// policy, and has its nonce. Nothing else becomes one.
func TestAFetchedPageHasTheNonceOfThePageThatAsks(t *testing.T) {
	const nonce = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for given, taken := range map[string]bool{
		nonce: true, "": false, strings.ToLower(nonce): false, nonce + "A": false, nonce[:25] + `"`: false, "' 'unsafe-inline": false,
	} {
		h, _ := server(newFake(hpp.PagePay))
		r := request(http.MethodGet, below, nil)
		r.Header.Set("OpenHPP-Nonce", given)
		w := serve(h, r)
		has := strings.Contains(w.Body.String(), `<style nonce="`+nonce+`">`)
		if policy := w.Header().Get("Content-Security-Policy"); has != taken || strings.Contains(policy, "'nonce-"+nonce+"'") != taken || strings.Contains(policy, "unsafe") {
			t.Errorf("%q: taken %t, the policy is %s", given, has, policy)
		}
	}
}

func TestCompressedPageIsThePage(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	w := zipped(h, below)
	if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Vary") != "Accept-Encoding, Accept-Language" {
		t.Fatalf("%v", w.Header())
	}
	r, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	plain := get(h, below)
	if plain.Header().Get("Content-Encoding") != "" {
		t.Error("compressed for a client that did not ask")
	}
	if nonces.ReplaceAllString(string(text), "") != nonces.ReplaceAllString(plain.Body.String(), "") {
		t.Error("the two differ")
	}
}

func TestQR(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for _, test := range []struct{ path, accept, kind string }{
		{"/qr", "", "image/svg+xml"},
		{"/qr", "*/*", "image/svg+xml"},
		{"/qr", "image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8", "image/svg+xml"},
		{"/qr", "image/png", "image/png"},
		{"/qr.png", "", "image/png"},
		{"/qr.png", "image/svg+xml", "image/png"},
	} {
		r := request(http.MethodGet, "/eu/hpp/payments/"+qrs+test.path, nil)
		r.Header.Set("Accept", test.accept)
		w := serve(h, r)
		if kind := w.Header().Get("Content-Type"); w.Code != http.StatusOK || kind != test.kind {
			t.Errorf("%s, Accept %q: %d %s, want %s", test.path, test.accept, w.Code, kind, test.kind)
		}
		if test.kind == "image/png" {
			if _, err := png.Decode(bytes.NewReader(w.Body.Bytes())); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestQRFault(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.open = errBroken
	h, log := server(f)
	w := get(h, "/eu/hpp/payments/"+qrs+"/qr")
	status(t, w, http.StatusServiceUnavailable)
	leaksNothing(t, w, log)
}

func TestPagesBelowAPath(t *testing.T) {
	mux := web.NewTable()
	(&Server{Payments: newFake(hpp.PagePay), Environment: "production", Region: "na", PublicURL: "https://example.com/pay/", Log: slog.New(slog.DiscardHandler)}).Mount(mux)
	w := get(mux, "/na/hpp/payments/"+token)
	status(t, w, http.StatusOK)
	contains(t, w, `action="/pay/na/hpp/payments/`+token+`/pay"`, `src="/pay/assets/`)
	if strings.Contains(w.Body.String(), `class="test"`) {
		t.Error("production shows the test banner")
	}
	status(t, get(mux, "/eu/hpp/payments/"+token), http.StatusNotFound)
	if to := post(mux, "/na/hpp/payments/"+token+"/retry", nil).Header().Get("Location"); to != "/pay/na/hpp/payments/"+token {
		t.Errorf("leads to %q", to)
	}
}

// Links come from the configuration, never from what a request says.
func TestHostOfTheRequestIsIgnored(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	r := request(http.MethodGet, below, nil)
	r.Host = "evil.example.com"
	r.Header.Set("X-Forwarded-Host", "evil.example.com")
	if w := serve(h, r); strings.Contains(w.Body.String(), "evil") {
		t.Error("the page names the request's host")
	}
}

func BenchmarkPayPage(b *testing.B) {
	h, _ := server(newFake(hpp.PagePay))
	for b.Loop() {
		get(h, below)
	}
}
