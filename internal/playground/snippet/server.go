package snippet

import (
	"context"
	"crypto/rand"
	_ "embed"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/csp"
	"github.com/openhpp/openhpp/internal/hpp"
)

// The addresses, below the public URL.
const (
	ScriptPath = "/playground/kcoc/v1/checkout.bootstrap.js"
	FramePath  = "/playground/kcoc/v1/frame"
	// CodePath is the frame above the whole page in which a one-time code is typed.
	CodePath = "/playground/kcoc/v1/code"
	CallPath = "/playground/kcoc/v1/orders/{order_id}/{call}"
)

// scheme begins the proof that an order's script sends.
const scheme = "KlarnaCheckout "

// Server answers the script and its frames. All fields are required.
type Server struct {
	// Payments takes in what payers type, and authorizes.
	Payments hpp.ServerAuthorizer
	// Open answers the order that a proof opens, hpp.ErrNotFound for none.
	Open func(ctx context.Context, id, proof string) (Order, error)
	// Selling answers whether a merchant may take new payments.
	Selling func(context.Context, hpp.MerchantID) (bool, error)
	// PublicURL is the base of the frames' addresses.
	PublicURL string
}

var (
	//go:embed bootstrap.js
	script []byte
	//go:embed frame.html
	frame string
	//go:embed frame.js
	frameScript string
	//go:embed code.html
	code string
)

// ServeScript answers the script that snippets load.
func (s Server) ServeScript(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "text/javascript; charset=utf-8")
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(script)
}

// ServeFrame answers the frame with the order. Any page may frame it: it holds
// nothing until that page hands it an order's proof.
func (s Server) ServeFrame(w http.ResponseWriter, _ *http.Request) {
	serveFrame(w, strings.ReplaceAll(frame, "SCRIPT", frameScript))
}

// ServeCode answers the frame for one-time codes. It hands what is typed to the
// order's frame alone, which is of the same origin.
func (s Server) ServeCode(w http.ResponseWriter, _ *http.Request) { serveFrame(w, code) }

func serveFrame(w http.ResponseWriter, page string) {
	nonce := rand.Text()
	header := w.Header()
	header.Set(csp.Header, csp.Policy{
		Scripts: []string{csp.Nonce(nonce)}, Styles: []string{csp.Nonce(nonce)}, Connections: []string{csp.Self}, Framers: []string{"*"},
	}.String())
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, strings.ReplaceAll(page, "NONCE", nonce))
}

func (s Server) origin() string {
	u, err := url.Parse(s.PublicURL)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
