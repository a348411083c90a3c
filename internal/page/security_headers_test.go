package page

import (
	"context"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/web"
)

var nonces = regexp.MustCompile(`nonce="[A-Z2-7]{26}"`)

var fixed = map[string]string{
	"Cross-Origin-Opener-Policy": "same-origin",
	"Permissions-Policy":         "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
	"Referrer-Policy":            "no-referrer",
	"X-Content-Type-Options":     "nosniff",
	"X-Frame-Options":            "DENY",
}

const pagePolicy = "default-src 'none'; script-src 'nonce-R' 'strict-dynamic'; style-src 'nonce-R'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'; upgrade-insecure-requests"

var barePolicy = strings.Replace(pagePolicy, "script-src 'nonce-R' 'strict-dynamic'; style-src 'nonce-R'; ", "", 1)

// routes are one request for every way an answer is made.
func routes() []*http.Request {
	var all []*http.Request
	for _, path := range []string{
		below, below + "?stay=1", below + "/pay", below + "/cancel", below + "/leave", below + "/enter", below + "/language", below + "/nothing",
		below + "/code", below + "/live", below + "?lang=sv", "/pictures/logo.png", "/pictures/nothing", "/pictures/",
		"/eu/hpp/payments/unknown", "/eu/hpp/payments/" + qrs + "/qr", "/eu/hpp/payments/" + qrs + "/qr.png",
		accessPath, phonePath, phonePath + "/code", phonePath + "/live", accessPath + "/x", stopPath, "/eu/hpp/stop/x",
		sdkPath, tillPath, tillPath + "/status", tillPath + "/live", tillPath + "/send", tillPath + "/update", tillPath + "/close",
		"/eu/hpp/distributions/d", "/eu/hpp/distributions/" + oldToken, "/eu/hpp/", "/assets/" + assets.Script, "/assets/" + assets.ModuleScript, "/assets/" + assets.Icon, "/assets/nothing",
	} {
		all = append(all, request(http.MethodGet, path, nil), request(http.MethodPost, path, strings.NewReader("page_key="+formOK)), request(http.MethodPut, path, nil))
	}
	return append(all, request(http.MethodPost, below+"/pay", strings.NewReader("page_key=wrong")),
		request(http.MethodPost, below+"/challenge", strings.NewReader("page_key="+formOK)))
}

func TestEveryAnswerCarriesThePolicy(t *testing.T) {
	f := newFake(hpp.PageChallenge)
	f.visit.Exit, f.visit.RedirectURL = hpp.ExitCancel, "https://shop.example.com/"
	h, _ := server(f)
	for _, r := range routes() {
		ctx, cancel := context.WithTimeout(r.Context(), 50*time.Millisecond) // streams end with their reader
		w := serve(h, r.WithContext(ctx))
		cancel()
		name := r.Method + " " + r.URL.Path
		for header, want := range fixed {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
		want := barePolicy
		if nonce := nonces.FindString(w.Body.String()); nonce != "" {
			want = strings.ReplaceAll(pagePolicy, "nonce-R", "nonce-"+nonce[7:len(nonce)-1])
		}
		if diff := cmp.Diff(want, w.Header().Get("Content-Security-Policy")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		embedded := w.Code == http.StatusOK && (strings.Contains(r.URL.Path, "/"+qrs+"/") || r.URL.Path == sdkPath)
		cached := embedded || w.Code == http.StatusOK && (strings.HasPrefix(r.URL.Path, "/assets/") || strings.HasPrefix(r.URL.Path, "/pictures/"))
		if got := w.Header().Get("Cache-Control"); (got == "no-store") == cached {
			t.Errorf("%s: Cache-Control is %q", name, got)
		}
		if got := w.Header().Get("Cross-Origin-Resource-Policy"); (got == "cross-origin") != embedded {
			t.Errorf("%s: Cross-Origin-Resource-Policy is %q", name, got)
		}
		if html := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"); html != (strings.Contains(w.Body.String(), "<html")) {
			t.Errorf("%s: Content-Type is %q", name, w.Header().Get("Content-Type"))
		}
	}
}

// The merchant's profile names who may frame the module; that holds for every
// answer that knows the profile, and for nothing else.
func TestFraming(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.till.visit.Profile.Origins = []string{"https://till.example.com", "http://localhost:3000", "https://evil.example.com; script-src *", "https://a.example.com/path", "*"}
	f.till.err = &hpp.Error{Code: hpp.CodeTooMany}
	h, _ := server(f)
	key := "page_key=" + tillKey
	for name, r := range map[string]*http.Request{
		"page": request(http.MethodGet, tillPath, nil), "status": request(http.MethodGet, tillPath+"/status", nil), "ask": request(http.MethodGet, tillPath+"/close", nil),
		"back": request(http.MethodGet, tillPath+"/send", nil), "refused": request(http.MethodPost, tillPath+"/send", strings.NewReader(key+"&method=sms")),
		"updated": request(http.MethodPost, tillPath+"/update", strings.NewReader(key)), "wrong key": request(http.MethodPost, tillPath+"/send", strings.NewReader("page_key=x")),
		"over": request(http.MethodGet, "/eu/hpp/distributions/"+oldToken, nil),
	} {
		header := serve(h, r).Header()
		if policy := header.Get("Content-Security-Policy"); !strings.Contains(policy, "; frame-ancestors https://till.example.com http://localhost:3000; object-src") || header.Get("X-Frame-Options") != "" {
			t.Errorf("%s: %s, %q", name, policy, header.Get("X-Frame-Options"))
		}
		if header.Get("Cross-Origin-Resource-Policy") != "cross-origin" || header.Get("Cross-Origin-Embedder-Policy") != "require-corp" || header.Get("Cache-Control") != "no-store" || header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", name, header)
		}
	}
	for _, path := range []string{below, "/eu/hpp/distributions/unknown", "/eu/hpp/payments/" + qrs + "/poster", "/eu/hpp/"} {
		header := get(h, path).Header()
		if !strings.Contains(header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || header.Get("X-Frame-Options") != "DENY" || header.Get("Cross-Origin-Embedder-Policy") != "" {
			t.Errorf("%s: %v", path, header)
		}
	}
	contains(t, get(h, tillPath), `data-framers="https://till.example.com http://localhost:3000"`)
}

func TestNoncesAreNeverUsedTwice(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	seen := map[string]bool{}
	for range 50 {
		found := nonces.FindAllString(get(h, below).Body.String(), -1)
		if len(found) != 2 || found[0] != found[1] || seen[found[0]] {
			t.Fatalf("nonces %q", found)
		}
		seen[found[0]] = true
	}
}

func TestWithoutTLSBrowsersAreNotToldToInsistOnIt(t *testing.T) {
	mux := web.NewTable()
	(&Server{Payments: newFake(hpp.PagePay), Environment: "playground", Region: "eu", PublicURL: "http://127.0.0.1:8080", Log: slog.New(slog.DiscardHandler)}).Mount(mux)
	header := get(mux, below).Header()
	if strings.Contains(header.Get("Content-Security-Policy"), "upgrade") {
		t.Errorf("%v", header)
	}
}
