package shop

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/openhpp/openhpp/client"
)

// Config is what a shop needs. Now and Log may be left out.
type Config struct {
	Client *client.Client
	// PublicURL is where browsers, and the server's callbacks, reach this
	// shop, without a trailing slash.
	PublicURL string
	// PageURL is the base of the payment page's addresses, where it differs
	// from the client's BaseURL: forms of the shop may lead there.
	PageURL string
	// WebhookSecret checks the signature of callbacks: whsec_ and base64.
	WebhookSecret string
	// MerchantID is whose signed results are believed; empty: whoever's key fits.
	MerchantID string
	// Hints are what to try on the payment page in a market; nil: none are shown.
	Hints func(country, domain string) []Hint
	Now   func() time.Time
	Log   *slog.Logger
}

// Shop is the whole shop as one handler.
type Shop struct {
	config    Config
	purchases *purchaseStore
	handler   http.Handler
	closing   chan struct{}
	close     sync.Once
}

// New opens a shop. Close it, to end the streams of its open pages.
func New(config Config) *Shop {
	config.PublicURL = strings.TrimRight(config.PublicURL, "/")
	if config.PageURL == "" {
		config.PageURL = config.Client.BaseURL
	}
	if config.Hints == nil {
		config.Hints = func(string, string) []Hint { return nil }
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	s := &Shop{config: config, purchases: newPurchaseStore(maxPurchases), closing: make(chan struct{})}
	s.handler = withHeaders(config.PageURL, s.routes())
	return s
}

func (s *Shop) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.front)
	mux.HandleFunc("POST /buy", s.buy)
	mux.HandleFunc("GET /return/{outcome}", s.returnPage)
	mux.HandleFunc("POST /purchases/{purchase}/order", s.placeOrder)
	mux.HandleFunc("POST /purchases/{purchase}/capture", s.capture)
	mux.HandleFunc("POST /callbacks/{purchase}", s.receive)
	mux.HandleFunc("GET /callbacks", s.callbacks)
	mux.HandleFunc("GET /live", s.live)
	mux.HandleFunc("GET /assets/{name}", serveAsset)
	mux.HandleFunc("GET /", s.notFound)
	return mux
}

// ServeHTTP serves the shop.
func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the streams of open pages, so that a server can stop. It may be
// called more than once.
func (s *Shop) Close() { s.close.Do(func() { close(s.closing) }) }

// NewPaymentLink starts a purchase without a browser and answers the address
// of its payment page.
func (s *Shop) NewPaymentLink(ctx context.Context) (string, error) {
	p, err := s.start(ctx, choice{Market: markets[0], Mode: client.ModePlaceOrder})
	return p.RedirectURL, err
}
