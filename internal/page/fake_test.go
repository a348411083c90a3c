package page

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

const (
	token  = "JpV0sN5oT2mQxY7bRc4kLw"
	qrs    = "qr-token"
	below  = "/eu/hpp/payments/" + token
	origin = "https://pay.example.com"
	formOK = "form-key"
)

var errBroken = errors.New("disk on fire at 10.0.0.7")

// fake is the core as far as the page knows it: it answers what a test put in
// and writes down what it was asked to do.
type fake struct {
	visit hpp.PageView
	err   error // of every act
	open  error // of Open
	acts  []string
	by    hpp.Browser // who opened last
	form  hpp.PayForm
	till  fakeTill
	steps fakeSteps

	visitors fakeVisitors
}

func newFake(step hpp.PageState) *fake {
	f := newPayments(step)
	f.till, f.visitors = newTill(f.visit), newVisitors(f.visit)
	f.steps = newSteps(f.visit)
	f.visitors.opened = func(number int64) { _, _ = f.act(fmt.Sprintf("opened message %d", number)) }
	return f
}

func newPayments(step hpp.PageState) *fake {
	now := time.Date(2026, time.November, 24, 14, 5, 0, 0, time.UTC)
	return &fake{visit: hpp.PageView{
		Session: hpp.Session{
			ID: "9f1c6f0a-52c3-4f3b-8f57-3a1d6e2c7b90", Shop: "Nordic Cycles", Status: hpp.Waiting,
			UpdatedAt: now, ExpiresAt: now.Add(time.Hour), Options: hpp.Options{PurchaseType: hpp.Buy},
		},
		State:    step,
		Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "en-SE", Amount: 250000, Tax: 50000, Lines: []hpp.Line{{Name: "Lamp", Quantity: 1, Total: 250000}}},
		Revision: "rev-1",
		Methods:  []hpp.Method{{Category: hpp.PayNow, Name: "Pay now"}, {Category: hpp.PayLater, Name: "Pay later"}},
		Selected: hpp.PayNow, Exit: hpp.ExitBack, FormKey: formOK, Now: now,
	}}
}

// act writes down an act on the page that the fake shows.
func (f *fake) act(what string) (hpp.PageView, error) {
	f.acts = append(f.acts, what)
	return f.visit, f.err
}

func (f *fake) Open(_ context.Context, link string, by hpp.Browser) (hpp.PageView, error) {
	f.by = by
	if link != token {
		return hpp.PageView{}, hpp.ErrNotFound
	}
	return f.visit, f.open
}

func (f *fake) Watch(_ context.Context, link string) (hpp.Watch, error) {
	if link != token {
		return nil, hpp.ErrNotFound
	}
	return &fakeWatch{tag: func() string { return f.visit.ChangeTag }}, f.open
}

// fakeWatch is a watch of whatever tag answers; nil changed: it wakes nobody.
type fakeWatch struct {
	tag     func() string
	changed chan struct{}
}

func (w *fakeWatch) Changed() <-chan struct{}            { return w.changed }
func (w *fakeWatch) Tag(context.Context) (string, error) { return w.tag(), nil }
func (w *fakeWatch) Version() int64                      { return 0 }
func (w *fakeWatch) Close()                              {}

func (f *fake) Enter(context.Context, hpp.PageView) error {
	_, err := f.act("enter")
	return err
}

func (f *fake) Pay(_ context.Context, _ hpp.PageView, form hpp.PayForm) (hpp.PageView, error) {
	f.form = form
	return f.act("pay")
}

func (f *fake) Revise(_ context.Context, _ hpp.PageView, form hpp.PayForm) (hpp.PageView, error) {
	f.form = form
	return f.act("revise")
}

func (f *fake) Confirm(_ context.Context, _ hpp.PageView, code string) (hpp.PageView, error) {
	return f.act("confirm " + code)
}

func (f *fake) Retry(context.Context, hpp.PageView) (hpp.PageView, error) { return f.act("retry") }

func (f *fake) GoBack(context.Context, hpp.PageView) (hpp.PageView, error) { return f.act("back") }

func (f *fake) CancelPayment(context.Context, hpp.PageView) (hpp.PageView, error) {
	return f.act("cancel")
}

func (f *fake) QR(_ context.Context, public string) (string, error) {
	if public != qrs {
		return "", hpp.ErrNotFound
	}
	return token, f.open
}

var _ hpp.Payments = (*fake)(nil)

// gallery keeps one picture.
type gallery struct{ err error }

func (g gallery) FetchNow(context.Context, hpp.Options) {}

func (g gallery) FindNames(_ context.Context, o hpp.Options) (view.Images, error) {
	return view.Images{Logo: view.Image{Name: "logo.png", Width: 100, Height: 50}}, g.err
}

func (g gallery) ReadImage(_ context.Context, name string) (kind string, bytes []byte, err error) {
	if name != "logo.png" {
		return "", nil, hpp.ErrNotFound
	}
	return "image/png", []byte("png"), g.err
}

// server is the pages over f, and what they logged.
func server(f *fake) (http.Handler, *strings.Builder) {
	var log strings.Builder
	mux := web.NewTable()
	serverOf(f, &log).Mount(mux)
	return mux, &log
}

// serverOf is the server of a fake before its routes are mounted.
func serverOf(f *fake, log io.Writer) *Server {
	return &Server{
		Live: NewLive(), MerchantImages: gallery{}, Till: &f.till, AccessCodes: &f.visitors, Messages: &f.visitors,
		Payments: f, Steps: &f.steps, Environment: "playground", Region: "eu", PublicURL: origin,
		Log: slog.New(slog.NewTextHandler(log, nil)),
	}
}

// request is one request as a browser on our own page makes it.
func request(method, path string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, origin+path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Origin", "null")
	}
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	return serve(h, request(http.MethodGet, path, nil))
}

// post sends a form with the right key unless fields has one.
func post(h http.Handler, path string, fields url.Values) *httptest.ResponseRecorder {
	if fields == nil {
		fields = url.Values{}
	}
	if !fields.Has("page_key") {
		fields.Set("page_key", formOK)
	}
	return serve(h, request(http.MethodPost, path, strings.NewReader(fields.Encode())))
}

func status(t *testing.T, w *httptest.ResponseRecorder, want int) {
	t.Helper()
	if w.Code != want {
		t.Errorf("status %d, want %d", w.Code, want)
	}
}

func contains(t *testing.T, w *httptest.ResponseRecorder, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}

func (f *fake) RequestRenewal(context.Context, hpp.PageView) (hpp.PageView, error) {
	return f.act("ask for a new link")
}
