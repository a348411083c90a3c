package page

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openhpp/openhpp/internal/qr"
	"github.com/openhpp/openhpp/internal/web"
)

// The sizes a code may have, in pixels, and its widest border, in modules.
const (
	minQRSide, maxQRSide = 64, 1024
	maxQRBorder          = 16
)

// qrCacheControl is how long a browser may keep a code without asking: it never
// changes, but it should not outlive its session by much.
const qrCacheControl = "private, max-age=300"

// servePageQR answers the picture by which a payer goes on with this page on a phone.
// Only the page itself shows it: whoever has its address has the page's too.
func (s *Server) servePageQR(w http.ResponseWriter, r *http.Request) {
	page, err := s.openPage(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.serveQR(w, r, s.qrAddress(page.SharedToken), qrOptions{style: qr.DefaultStyle})
}

// qrAddress is the address of a payer's page, as a code holds it.
func (s *Server) qrAddress(link string) string {
	return strings.TrimRight(s.PublicURL, "/") + s.pagePath(link)
}

// serveLinkQR answers the picture of a payment link, by a token that opens nothing but
// the picture (docs/spec/decisions.md §5). Merchants put it on their own pages and
// receipts, so other origins may load it.
func (s *Server) serveLinkQR(w http.ResponseWriter, r *http.Request) {
	link, err := s.Payments.QR(r.Context(), r.PathValue("link"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	d, wrong := parseQROptions(r.URL.Query())
	if len(wrong) > 0 {
		web.WriteError(w, r, http.StatusBadRequest, "BAD_VALUE", wrong...)
		return
	}
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("Cache-Control", qrCacheControl)
	s.serveQR(w, r, s.qrAddress(link), d)
}

// qrOptions is what a code should look like.
type qrOptions struct {
	style qr.Style
	side  int // pixels; 0: whatever suits
}

var qrLevels = map[string]qr.Level{"L": qr.L, "M": qr.M, "Q": qr.Q, "H": qr.H}

// parseQROptions reads size, level and quiet; without them a code is as it always
// was. It answers what is wrong with each.
func parseQROptions(q url.Values) (qrOptions, []string) {
	d := qrOptions{style: qr.DefaultStyle}
	var wrong []string
	number := func(name string, least, most int, into *int) {
		if !q.Has(name) {
			return
		}
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < least || n > most {
			wrong = append(wrong, fmt.Sprintf("%s must be a whole number from %d to %d", name, least, most))
			return
		}
		*into = n
	}
	number("size", minQRSide, maxQRSide, &d.side)
	number("quiet", 0, maxQRBorder, &d.style.Quiet)
	if q.Has("level") {
		level, ok := qrLevels[strings.ToUpper(q.Get("level"))]
		if !ok {
			wrong = append(wrong, "level must be L, M, Q or H")
		}
		d.style.Level = level
	}
	return d, wrong
}

// serveQR answers a text as a QR code.
func (s *Server) serveQR(w http.ResponseWriter, r *http.Request, text string, d qrOptions) {
	kind, picture, err := s.drawQR(r, text, d)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	sum := sha256.Sum256(picture)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	w.Header().Set("Vary", "Accept")
	w.Header().Set("ETag", tag)
	if slices.Contains(strings.Split(r.Header.Get("If-None-Match"), ", "), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(picture)
}

func (s *Server) drawQR(r *http.Request, text string, d qrOptions) (kind string, picture []byte, err error) {
	if wantsPNG(r) {
		picture, err = s.qrCache.png(r, qrKey{text, d})
		return "image/png", picture, err
	}
	code, err := qr.Encode(text, d.style)
	if err != nil {
		return "", nil, err
	}
	return "image/svg+xml", code.SVG(d.side), nil
}

// wantsPNG reports a client that asks for PNG by name, or by Accept without
// taking SVG as well.
func wantsPNG(r *http.Request) bool {
	if strings.HasSuffix(r.URL.Path, ".png") {
		return true
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return strings.Contains(accept, "image/png") && !strings.Contains(accept, "image/svg")
}
