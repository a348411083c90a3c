package rest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/story"
	"github.com/openhpp/openhpp/internal/web"
)

var (
	epoch = time.Date(2030, 1, 29, 11, 20, 30, 100_000_000, time.UTC)
	links = hpp.NewLinks(bytes.Repeat([]byte("k"), 32), "https://pay.example", "https://api.example", "eu")
)

// fake is the core as these tests need it: it keeps what it was asked and
// answers what it was told.
type fake struct {
	sessions map[hpp.SessionID]hpp.Session
	err      error // instead of any answer

	creator  hpp.Merchant
	creation hpp.SessionRequest
	key      hpp.IdempotencyKey
	claimed  map[string]hpp.Session
	disabled []hpp.SessionID
	handed   []hpp.DistributionRequest
	filter   hpp.SessionFilter
	wanted   hpp.HandLinkRequest
	report   []hpp.Distribution
	profiles map[string]hpp.Profile
}

func newFake() *fake {
	f := &fake{sessions: map[hpp.SessionID]hpp.Session{}, claimed: map[string]hpp.Session{}}
	for _, status := range hpp.Statuses {
		f.add(hpp.SessionID(status), status, func(*hpp.Session) {})
	}
	result := hpp.Result{AuthorizationToken: "token-1", OrderID: "order-1", Reference: "X438HG0Q"}
	for _, mode := range []hpp.PlaceOrderMode{hpp.PlaceNone, hpp.PlaceOrder, hpp.CaptureOrder} {
		f.add(hpp.SessionID(mode), hpp.Completed, func(s *hpp.Session) { s.Options.PlaceOrderMode, s.Result = mode, result })
	}
	f.add("KCO", hpp.Completed, func(s *hpp.Session) { s.Payment.Kind, s.Result = hpp.KindCheckout, result })
	f.add("EARLY", hpp.InProgress, func(s *hpp.Session) { s.Result = result })
	f.add("foreign", hpp.Waiting, func(s *hpp.Session) { s.Merchant = "m2" })
	return f
}

func (f *fake) add(id hpp.SessionID, status hpp.Status, alter func(*hpp.Session)) {
	s := hpp.Session{
		ID: id, Merchant: "m1", Status: status, Seed: []byte("seed"),
		Payment:   hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: "p1"},
		Options:   hpp.Options{PlaceOrderMode: hpp.PlaceNone},
		CreatedAt: epoch, UpdatedAt: epoch, ExpiresAt: epoch.Add(47 * time.Hour),
	}
	alter(&s)
	f.sessions[id] = s
}

func (f *fake) Create(_ context.Context, m hpp.Merchant, c hpp.SessionRequest, key hpp.IdempotencyKey) (hpp.Session, error) {
	f.creator, f.creation, f.key = m, c, key
	return f.sessions["WAITING"], f.err
}

func (f *fake) Read(_ context.Context, m hpp.Merchant, id hpp.SessionID) (hpp.Session, error) {
	s, ok := f.sessions[id]
	switch {
	case f.err != nil:
		return hpp.Session{}, f.err
	case !ok || s.Merchant != m.ID():
		return hpp.Session{}, hpp.ErrNotFound
	}
	return s, nil
}

func (f *fake) Disable(ctx context.Context, m hpp.Merchant, id hpp.SessionID) error {
	s, err := f.Read(ctx, m, id)
	if err != nil {
		return err
	}
	if s.Status == hpp.Completed {
		return &hpp.Error{Code: hpp.CodeNotAllowed, Messages: []string{"The session is completed and cannot be disabled"}}
	}
	f.disabled = append(f.disabled, id)
	return nil
}

// ListSessions knows two filters, and pages of any length.
func (f *fake) ListSessions(_ context.Context, m hpp.Merchant, filter hpp.SessionFilter, after hpp.ListPlace, limit int) (hpp.SessionPage, error) {
	f.filter = filter
	var page hpp.SessionPage
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(f.sessions))) {
		s := f.sessions[id]
		if s.Merchant != m.ID() || filter.Reference != "" && s.Reference != filter.Reference || after.ID != "" && id >= after.ID ||
			len(filter.Statuses) > 0 && !slices.Contains(filter.Statuses, s.Status) {
			continue
		}
		if len(page.Sessions) == limit {
			last := page.Sessions[limit-1]
			page.Next = &hpp.ListPlace{At: last.CreatedAt, ID: last.ID}
			break
		}
		page.Sessions = append(page.Sessions, f.listed(s))
	}
	return page, f.err
}

func (f *fake) listed(s hpp.Session) hpp.ListedSession {
	return hpp.ListedSession{
		Session: s, PaymentURL: "https://api.example/payments/v1/sessions/" + s.Payment.ID, MaskedContacts: []string{"k•••@shop.example"},
		SessionCounts: hpp.SessionCounts{Deliveries: hpp.DeliveryCounts{Delivered: 2}, Distributions: hpp.DistributionCounts{Sent: 1, Opened: 1}},
	}
}

func (f *fake) DescribeSession(ctx context.Context, m hpp.Merchant, id hpp.SessionID) (hpp.ListedSession, error) {
	s, err := f.Read(ctx, m, id)
	return f.listed(s), err
}

func (f *fake) Resend(ctx context.Context, m hpp.Merchant, id hpp.SessionID, number int64, key hpp.IdempotencyKey) (hpp.Distribution, error) {
	if _, err := f.Read(ctx, m, id); err != nil || f.err != nil {
		return hpp.Distribution{}, cmp.Or(err, f.err)
	}
	f.key = key
	return hpp.Distribution{ID: "d2", Number: number + 1, Session: id, Method: hpp.ByEmail, MaskedContact: "k•••@shop.example", State: hpp.DistributionQueued, QueuedAt: epoch}, nil
}

func (f *fake) Reopen(ctx context.Context, m hpp.Merchant, id hpp.SessionID) (hpp.Session, error) {
	s, err := f.Read(ctx, m, id)
	if err == nil && s.Status.Final() {
		return hpp.Session{}, &hpp.Error{Code: hpp.CodeNotAllowed, Messages: []string{"The session is closed: it is COMPLETED"}}
	}
	s.Declines, s.WrongCodes = 0, 0
	if err == nil {
		f.sessions[id] = s
	}
	return s, err
}

func (f *fake) Distribute(ctx context.Context, m hpp.Merchant, id hpp.SessionID, r hpp.DistributionRequest, key hpp.IdempotencyKey) error {
	if _, err := f.Read(ctx, m, id); err != nil {
		return err
	}
	f.handed, f.key = append(f.handed, r), key
	return nil
}

func (f *fake) Report(ctx context.Context, m hpp.Merchant, id hpp.SessionID) ([]hpp.Distribution, error) {
	_, err := f.Read(ctx, m, id)
	return f.report, err
}

func (f *fake) PutProfile(_ context.Context, m hpp.Merchant, id string, d hpp.ProfileInput) (hpp.Profile, bool, error) {
	if f.err != nil {
		return hpp.Profile{}, false, f.err
	}
	f.creator = m
	_, known := f.profiles[id]
	p := hpp.Profile{ID: id, Merchant: m.ID(), Name: d.Name, Options: d.Options, TillMode: hpp.SellerMode, Locale: d.Locale, Origins: d.Origins, UpdatedAt: epoch}
	f.profiles = map[string]hpp.Profile{id: p}
	return p, !known, nil
}

func (f *fake) Profile(_ context.Context, m hpp.Merchant, id string) (hpp.Profile, error) {
	p, ok := f.profiles[id]
	if f.err != nil || !ok || p.Merchant != m.ID() {
		return hpp.Profile{}, cmp.Or(f.err, error(hpp.ErrNoProfile))
	}
	return p, nil
}

func (f *fake) ListProfiles(_ context.Context, m hpp.Merchant) ([]hpp.Profile, error) {
	var own []hpp.Profile
	for _, p := range f.profiles {
		if p.Merchant == m.ID() {
			own = append(own, p)
		}
	}
	return own, f.err
}

func (f *fake) DeleteProfile(ctx context.Context, m hpp.Merchant, id string) error {
	if _, err := f.Profile(ctx, m, id); err != nil {
		return err
	}
	delete(f.profiles, id)
	return nil
}

func (f *fake) PreviewProfile(ctx context.Context, m hpp.Merchant, id, _ string) (hpp.ProfilePreview, error) {
	p, err := f.Profile(ctx, m, id)
	return hpp.ProfilePreview{Shop: p.Name, Locale: p.Locale}, err
}

func (f *fake) ServePreview(w http.ResponseWriter, _ *http.Request, p hpp.ProfilePreview) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!doctype html><title>"+p.Shop+"</title>")
}

// verify knows two merchants, whose passwords are their names.
func verify(_ context.Context, username, password string) (hpp.Merchant, error) {
	if username != password || (username != "m1" && username != "m2") {
		return hpp.Merchant{}, web.ErrUnauthorized
	}
	return hpp.Authenticated(hpp.MerchantID(username), "Lamps & Co"), nil
}

func basicAuth(name string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+name))
}

// served is the API as the program serves it.
func served(f *fake, log *bytes.Buffer) http.Handler {
	mux := web.NewTable()
	Server{Sessions: f, Lists: f, Stories: storied{f}, HandLinks: f, Distributions: f, Profiles: f, Preview: f, Links: links, Now: func() time.Time { return epoch.Add(time.Hour) }, Verify: verify}.Mount(mux)
	return web.LogRequests(web.API(mux.ServeMux, http.NotFoundHandler(), Prefixes...), slog.New(slog.NewJSONHandler(log, nil)), nil)
}

func (f *fake) Renew(ctx context.Context, m hpp.Merchant, id hpp.SessionID, paymentURL string, key hpp.IdempotencyKey) (hpp.Session, error) {
	s, err := f.Read(ctx, m, id)
	if err != nil {
		return hpp.Session{}, err
	}
	if s.Status.Final() {
		return hpp.Session{}, &hpp.Error{Code: hpp.CodeNotAllowed, Messages: []string{"The session is closed: it is COMPLETED"}}
	}
	f.creation.PaymentSessionURL, f.key = paymentURL, key
	s.ID, s.Renewal.Renews = "RENEWED", id
	return s, nil
}

// storied tells stories of a fake.
type storied struct{ *fake }

func (f storied) Read(ctx context.Context, m hpp.Merchant, id hpp.SessionID) (story.Story, error) {
	s, err := f.DescribeSession(ctx, m, id)
	if err != nil {
		return story.Story{}, err
	}
	return story.Of(story.Facts{
		Session: s, Events: []hpp.Event{{ID: "e1", Seq: 1, Status: hpp.InProgress, At: epoch.Add(time.Second)}, {ID: "e2", Seq: 2, Status: hpp.Failed, At: epoch.Add(2 * time.Second), Detail: "under_age"}},
		Deliveries: []delivery.Delivery{{EventID: "e1", Endpoint: "status_update", State: delivery.Waiting, NextTryAt: epoch.Add(time.Minute), Tries: []delivery.Try{{Number: 1, At: epoch.Add(time.Second), Took: 34 * time.Millisecond, Result: delivery.Status, Status: 500}}}},
		Now:        epoch.Add(time.Hour),
	}), nil
}

func (f *fake) MakeLink(_ context.Context, m hpp.Merchant, r hpp.HandLinkRequest, key hpp.IdempotencyKey) (hpp.HandLink, error) {
	f.creator, f.wanted, f.key = m, r, key
	link := hpp.HandLink{Session: f.sessions["WAITING"]}
	if r.Send != nil {
		link.DistributionID = "d1"
	}
	return link, f.err
}
