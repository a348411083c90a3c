package hpp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/changefeed"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/store/sqlitetest"
)

var start = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is the core on a real store, with a provider that says what a test
// tells it to and a clock that stands still until moved.
type world struct {
	*hpp.SessionService
	*hpp.DistributionService
	*hpp.ProfileService
	t        *testing.T
	db       *sqlite.DB
	path     string // of the database
	provider *provider
	clock    time.Time
	merchant hpp.Merchant
	mail     *messenger
	sms      *messenger
	misses   map[hpp.AttemptFailure]int
	shut     bool // the merchant is disabled
}

func newWorld(t *testing.T) *world {
	t.Helper()
	path := sqlitetest.File(t)
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{t: t, db: db, path: path, clock: start, provider: newProvider(), merchant: hpp.Authenticated("m1", "Lamps & Co"), mail: &messenger{}, sms: &messenger{}, misses: map[hpp.AttemptFailure]int{}}
	var ids atomic.Int64
	w.SessionService = &hpp.SessionService{
		Store: db.Sessions(), Profiles: db.Profiles(), Providers: w.provider, Contacts: contacts{},
		Links: hpp.NewLinks([]byte("a secret of at least thirty-two bytes"), "https://pay.test", "https://api.test", "eu"),
		Now:   func() time.Time { return w.clock }, PageReads: hpp.NewPageReads(),
		NewID:   func() string { return fmt.Sprintf("id-%d", ids.Add(1)) },
		NewSeed: func() []byte { return fmt.Appendf(nil, "seed-%d", ids.Add(1)) },
		Freeze: func(s hpp.Session, e hpp.Event) (hpp.FrozenEvent, error) {
			url := s.Expand(s.URLs.StatusUpdate)
			text, err := json.Marshal(map[string]any{"event": e.ID, "status": s.Status, "url": url})
			return hpp.FrozenEvent{URL: url, Body: text, Payload: text}, err
		},
		CallbackAllowed: func(*url.URL) error { return nil },
		SignResult:      func(_ context.Context, r hpp.PaidResult) (string, error) { return "signed-" + r.Nonce, nil },
		Selling:         func(context.Context, hpp.MerchantID) (bool, error) { return !w.shut, nil },
		SellingRecently: func(context.Context, hpp.MerchantID) (bool, error) { return !w.shut, nil },
		Wake:            func(...hpp.JobKind) {}, Changes: changefeed.New(), Observe: func(hpp.Event) {},
		ObserveFailure: func(f hpp.AttemptFailure) { w.misses[f]++ }, Log: slog.New(slog.DiscardHandler),
	}
	w.DistributionService = &hpp.DistributionService{
		Sessions: w.SessionService, Distributions: db.Distributions(), AccessCodes: db.Accesses(),
		Contacts: contacts{}, Messengers: map[hpp.DistributionMethod]hpp.Messenger{hpp.ByEmail: w.mail, hpp.BySMS: w.sms},
	}
	w.ProfileService = &hpp.ProfileService{Store: db.Profiles(), Contacts: contacts{}, Now: w.SessionService.Now}
	for _, service := range []interface{ Check() error }{w.SessionService, w.DistributionService, w.ProfileService} {
		if err := service.Check(); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func creation() hpp.SessionRequest {
	return hpp.SessionRequest{
		PaymentSessionURL: "https://api.test/payments/v1/sessions/kp-1",
		URLs: hpp.MerchantURLs{
			Success:      "https://shop.test/ok?sid={{session_id}}&token={{authorization_token}}&order={{order_id}}",
			Failure:      "https://shop.test/failed?sid={{session_id}}",
			StatusUpdate: "https://shop.test/cb?sid={{session_id}}",
		},
	}
}

// make creates a session and answers it with its payer's link.
func (w *world) make(change func(*hpp.SessionRequest)) (hpp.Session, string) {
	w.t.Helper()
	c := creation()
	if change != nil {
		change(&c)
	}
	s, err := w.Create(w.t.Context(), w.merchant, c, hpp.IdempotencyKey{})
	if err != nil {
		w.t.Fatalf("create: %v", err)
	}
	return s, w.Links.PageToken(s)
}

// mine is the browser of the payer in most tests.
var mine = hpp.Browser{ID: "mine"}

func (w *world) open(link string) hpp.PageView {
	w.t.Helper()
	v, err := w.Open(w.t.Context(), link, mine)
	if err != nil {
		w.t.Fatalf("open: %v", err)
	}
	return v
}

// tag is the change tag that a watch answers.
func tag(ctx context.Context, watch hpp.Watch, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer watch.Close()
	return watch.Tag(ctx)
}

// tillTag is the change tag of a till.
func (w *world) tillTag(token string) (string, error) {
	watch, err := w.WatchTill(w.t.Context(), token)
	return tag(w.t.Context(), watch, err)
}

// act opens the page at a link, as every form of a browser does, and does
// something on it.
func (w *world) act(ctx context.Context, link string, do func(hpp.PageView) (hpp.PageView, error)) (hpp.PageView, error) {
	view, err := w.Open(ctx, link, hpp.Browser{})
	if err != nil {
		return view, err
	}
	return do(view)
}

// The payer's acts by a link, as the tests tell them.

func (w *world) Pay(ctx context.Context, link string, form hpp.PayForm) error {
	_, err := w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) { return w.SessionService.Pay(ctx, v, form) })
	return err
}

func (w *world) Revise(ctx context.Context, link string, form hpp.PayForm) error {
	_, err := w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) { return w.SessionService.Revise(ctx, v, form) })
	return err
}

func (w *world) Confirm(ctx context.Context, link, code string) error {
	_, err := w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) { return w.SessionService.Confirm(ctx, v, code) })
	return err
}

func (w *world) Enter(ctx context.Context, link string) error {
	_, err := w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) { return v, w.SessionService.Enter(ctx, v) })
	return err
}

func (w *world) Retry(ctx context.Context, link string) error {
	_, err := w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) { return w.SessionService.Retry(ctx, v) })
	return err
}

func (w *world) GoBack(ctx context.Context, link string) (string, error) {
	view, err := w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) { return w.SessionService.GoBack(ctx, v) })
	return view.RedirectURL, err
}

func (w *world) CancelPayment(ctx context.Context, link string) error {
	_, err := w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) { return w.SessionService.CancelPayment(ctx, v) })
	return err
}

func (w *world) RecordOpened(ctx context.Context, link string, number int64) {
	_, _ = w.act(ctx, link, func(v hpp.PageView) (hpp.PageView, error) {
		w.DistributionService.RecordOpened(ctx, v, number)
		return v, nil
	})
}

// pay fills in the page as a payer would and presses the button.
func (w *world) pay(link string) error {
	w.t.Helper()
	v := w.open(link)
	return w.Pay(w.t.Context(), link, hpp.PayForm{Category: v.Selected, Payer: hpp.Payer{Email: "a@b.test"}, Revision: v.Revision, BrowserID: mine.ID})
}

// statuses are the session's events so far.
func (w *world) statuses(id hpp.SessionID) []hpp.Status {
	w.t.Helper()
	events, err := w.SessionService.Store.ListEvents(w.t.Context(), w.merchant.ID(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	var list []hpp.Status
	for i, e := range events {
		if e.Seq != int64(i+1) {
			w.t.Errorf("event %d has sequence %d", i, e.Seq)
		}
		list = append(list, e.Status)
	}
	return list
}

// provider answers from functions a test may replace.
type provider struct {
	mu        sync.Mutex
	payment   hpp.PaymentSession
	readErr   error
	authorize func(hpp.Authorization) (hpp.Verdict, error)
	revise    func(hpp.Choice) (hpp.RevisedOrder, error)
	place     func(token string) (hpp.Order, error)
	capture   func(order string, amount int64, key string) error
	released  []string
	renewed   []string // payment sessions made anew, one for each key
	renewable bool
	keys      []string // of every authorization asked for
}

func newProvider() *provider {
	return &provider{
		payment: hpp.PaymentSession{
			State: hpp.PaymentOpen, Channel: hpp.Ecommerce, ExpiresAt: start.Add(48 * time.Hour),
			Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 12500, Lines: []hpp.Line{{Name: "Lampa", Quantity: 1, Total: 12500}}},
			Methods:  []hpp.Method{{Category: hpp.PayLater, Name: "Later"}, {Category: hpp.PayNow, Name: "Now"}},
		},
		authorize: func(hpp.Authorization) (hpp.Verdict, error) {
			return hpp.Verdict{Kind: hpp.Approved, Token: "token-1"}, nil
		},
		revise: func(hpp.Choice) (hpp.RevisedOrder, error) {
			return hpp.RevisedOrder{}, errors.New("not a Checkout order")
		},
		place: func(string) (hpp.Order, error) {
			return hpp.Order{ID: "order-1", Reference: "REF12345"}, nil
		},
		capture: func(string, int64, string) error { return nil },
	}
}

func (p *provider) ByHost(host string) (string, hpp.Provider, bool) {
	return "builtin", p, host == "api.test"
}
func (p *provider) ByName(name string) (hpp.Provider, bool) { return p, name == "builtin" }
func (p *provider) Hosts() []string                         { return []string{"api.test"} }

func (p *provider) Read(_ context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	if p.readErr != nil {
		return hpp.PaymentSession{}, p.readErr
	}
	if merchant != "m1" || !slices.Contains(append(p.renewed, "kp-1"), ref.ID) {
		return hpp.PaymentSession{}, hpp.ErrNotFound
	}
	return p.payment, nil
}

func (p *provider) Authorize(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	p.mu.Lock()
	p.keys = append(p.keys, a.Key)
	p.mu.Unlock()
	return p.authorize(a)
}

func (p *provider) Revise(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, c hpp.Choice) (hpp.RevisedOrder, error) {
	return p.revise(c)
}

func (p *provider) PlaceOrder(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, token string, _ []byte) (hpp.Order, error) {
	return p.place(token)
}

func (p *provider) Capture(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, order string, amount int64, key string) error {
	return p.capture(order, amount, key)
}

func (p *provider) Release(_ context.Context, _ hpp.MerchantID, _ hpp.PaymentRef, token string) error {
	p.released = append(p.released, token)
	return nil
}

// RenewPayment makes a payment session anew, the same one for the same key.
func (p *provider) RenewPayment(_ context.Context, _ hpp.MerchantID, _ string, ref hpp.PaymentRef, key string) (hpp.PaymentRef, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.renewable {
		return hpp.PaymentRef{}, hpp.ErrNotFound
	}
	ref.ID = "kp-for-" + strings.TrimSpace(key)
	if !slices.Contains(p.renewed, ref.ID) {
		p.renewed = append(p.renewed, ref.ID)
	}
	return ref, nil
}
