package e2e

import (
	"bytes"
	"encoding/pem"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// gallery is a merchant's image host, and the setting that lets a server
// trust its certificate.
func gallery(t *testing.T) (address, trust string) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 400, 200))
	for i := range 200 {
		img.Set(i, i, color.RGBA{200, 30, 90, 255})
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	answers := map[string]http.HandlerFunc{
		"/logo.png":       func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(file.Bytes()) },
		"/background.png": func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(file.Bytes()) },
		"/half.png":       func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(file.Bytes()[:60]) },
		"/script.svg": func(rw http.ResponseWriter, _ *http.Request) {
			_, _ = rw.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="run()"><script>run()</script></svg>`))
		},
		"/huge.png": func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(make([]byte, 13<<20)) },
		"/moved.png": func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "https://169.254.169.254/", http.StatusFound)
		},
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { answers[r.URL.Path](rw, r) }))
	t.Cleanup(server.Close)
	roots := filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return server.URL, "SSL_CERT_FILE=" + roots
}

// A merchant's images are fetched by the server and shown from there; the
// payer's browser asks nobody else, and a bad one leaves no trace.
func TestMerchantsPictures(t *testing.T) {
	t.Parallel()
	images, trust := gallery(t)
	w := start(t, trust)
	good := w.session(t, func(n *client.NewSession) {
		n.Options.LogoURL = images + "/logo.png"
		n.Options.BackgroundImages = []client.Image{{URL: images + "/background.png", Width: 1024}}
	})
	tab := w.browser.Tab(t, true)
	harness.Eventually(t, time.Minute, "the logo is there", func() bool {
		tab.Open(good.RedirectURL)
		return harness.Ask[int](tab, `document.querySelector('.logo')?.naturalWidth ?? 0`) > 0
	})
	harness.Eventually(t, time.Minute, "the background is there", func() bool {
		tab.Open(good.RedirectURL)
		return harness.Ask[bool](tab, `getComputedStyle(document.body, '::before').backgroundImage.includes('/pictures/')`)
	})
	checkTab(t, w, tab)
	links := map[string]string{}
	for _, bad := range []string{"/half.png", "/script.svg", "/huge.png", "/moved.png"} {
		links[bad] = w.session(t, func(n *client.NewSession) { n.Options.LogoURL = images + bad }).RedirectURL
	}
	harness.Eventually(t, time.Minute, "four images are given up or tried again", func() bool {
		return strings.Count(w.Log(), "picture not usable")+strings.Count(w.Log(), "outbox try failed") >= 4
	})
	for bad, link := range links {
		tab.Open(link)
		tab.See("pay")
		if n := harness.Ask[int](tab, `document.querySelectorAll('.logo').length`); n != 0 {
			t.Errorf("%s is shown", bad)
		}
	}
	checkTab(t, w, tab)
}
