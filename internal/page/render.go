package page

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/view"
)

// stateHeader tells the page's script, by HEAD, which state the page would show.
const stateHeader = "OpenHPP-Step"

// nonceHeader is the nonce of the page that asks, whose script shows the answer in
// its own place: the policy of that page holds for it. Scripts of other origins
// cannot send it, and a browser that loads a page does not.
const nonceHeader = "OpenHPP-Nonce"

func nonceFor(r *http.Request) string {
	if given := r.Header.Get(nonceHeader); browserIDPattern.MatchString(given) {
		return given
	}
	return rand.Text()
}

// render answers with a screen. It writes nothing before the whole page is
// there, so that a fault cannot leave half a page behind a 200.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, screen view.Screen) {
	nonce := nonceFor(r)
	html, small := takeBuffer(), takeBuffer()
	defer giveBack(html)
	defer giveBack(small)
	if err := Render(html, screen, nonce, s.prefix()); err != nil {
		s.Log.ErrorContext(r.Context(), "screen not rendered", "error", err)
		http.Error(w, "This page cannot be shown right now.", http.StatusServiceUnavailable)
		return
	}
	header := w.Header()
	s.setSecurityHeaders(header, nonce, screen.Framers)
	if screen.Preview {
		header.Set(csp.Header, s.previewPolicy(nonce))
	}
	if screen.Step != nil && screen.Step.HasScript() {
		s.setStepHeaders(header, nonce, screen.Step)
	}
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", screen.Lang)
	if screen.State != "" {
		header.Set(stateHeader, screen.State)
	}
	if to := screen.Refresh.To; to != "" {
		header.Set("Refresh", strconv.Itoa(screen.Refresh.After)+"; url="+string(to))
	}
	body := compress(header, r, html.Bytes(), small)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A payer who went away is no fault of this server.
	_, _ = w.Write(body)
}

// compress is html as the client takes it, written to small where that is needed. Nothing an attacker can send
// stands beside the form key in one page: a form of another site is refused
// before its fields are shown, so the size gives nothing away.
func compress(header http.Header, r *http.Request, html []byte, small *bytes.Buffer) []byte {
	header.Add("Vary", "Accept-Encoding, Accept-Language")
	if !assets.AcceptsGzip(r) {
		return html
	}
	if err := gzipPage(small, html); err != nil {
		return html
	}
	header.Set("Content-Encoding", "gzip")
	return small.Bytes()
}
