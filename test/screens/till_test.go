package screens

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/web"
	"github.com/openhpp/openhpp/test/harness"
)

const tillToken = "9f1c6f0a.1795615500.sGh7Ue0OEYw"

// till is a payment at a till that a test moves on.
type till struct {
	hpp.Payments // of the payer; only the picture is asked for

	mu     sync.Mutex
	visit  hpp.TillView
	sent   []hpp.DistributionRequest
	access hpp.AccessView
}

func newTill() *till {
	now := time.Now()
	return &till{visit: hpp.TillView{
		PageView: hpp.PageView{
			Session: hpp.Session{ID: "9f1c6f0a", Shop: "Nordic Cycles", Status: hpp.Waiting, ExpiresAt: now.Add(time.Hour)},
			State:   hpp.PagePay, FormKey: "key", ChangeTag: "1", Now: now,
			Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "en-SE", Amount: 1249900},
		},
		Mode: hpp.SellerMode, Channels: hpp.TillChannels, QRToken: "qr", IdempotencyKey: "once",
	}, access: hpp.AccessView{Code: "openhpp:abc", Digits: "123456789012", ExpiresAt: now.Add(10 * time.Minute), Now: now}}
}

// move changes the payment, and its mark with it.
func (f *till) move(change func(*hpp.TillView)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.visit)
	f.visit.ChangeTag += "+"
}

func (f *till) last() hpp.DistributionRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.sent) == 0 {
		return hpp.DistributionRequest{}
	}
	return f.sent[len(f.sent)-1]
}

func (f *till) QR(context.Context, string) (string, error) { return "link", nil }

func (f *till) OpenTill(_ context.Context, call hpp.TillRequest) (hpp.TillView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if call.Token != tillToken {
		return hpp.TillView{}, hpp.ErrNotFound
	}
	return f.visit, nil
}

func (f *till) WatchTill(context.Context, string) (hpp.Watch, error) {
	return tillWatch{f}, nil
}

// tillWatch wakes nobody: a page looks for itself every other second.
type tillWatch struct{ *till }

func (w tillWatch) Changed() <-chan struct{} { return nil }
func (w tillWatch) Version() int64           { return 0 }
func (w tillWatch) Close()                   {}
func (w tillWatch) Tag(context.Context) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.visit.ChangeTag, nil
}

func (f *till) WatchAccessCode(string) hpp.Subscription { return tillWatch{f} }

func (f *till) DistributeAtTill(_ context.Context, _, _ string, r hpp.DistributionRequest) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent = append(f.sent, r)
	return nil
}

func (f *till) Open(context.Context, string, hpp.Browser) (hpp.PageView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.visit.PageView, nil
}

func (f *till) IssueAccessCode(context.Context, string) (string, error) { return "secret", nil }

func (f *till) ViewAccessCode(context.Context, string) (hpp.AccessView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.access, nil
}

func (f *till) DisableAtTill(context.Context, string) error { return nil }

// serve starts the pages of a till and answers the module's address.
func (f *till) serve(t *testing.T) (server, module string) {
	t.Helper()
	mux := web.NewTable()
	front := httptest.NewServer(mux)
	t.Cleanup(front.Close)
	live := page.NewLive()
	t.Cleanup(live.Close)
	(&page.Server{
		Payments: f, Till: f, AccessCodes: f, Live: live, Environment: "playground", Region: "eu", PublicURL: front.URL,
		Log: slog.New(slog.DiscardHandler),
	}).Mount(mux)
	return front.URL, front.URL + "/eu/hpp/distributions/" + tillToken + "?profile_id=till"
}

const stands = `document.querySelector('[data-testid=module-status]').dataset.status`

func await[T comparable](t *testing.T, tab *harness.Tab, script string, want T) {
	t.Helper()
	harness.Eventually(t, time.Minute, script, func() bool { return harness.Ask[T](tab, script) == want })
}

func moved(status hpp.Status, step hpp.PageState) func(*hpp.TillView) {
	return func(v *hpp.TillView) { v.Session.Status, v.State = status, step }
}

// News come while a clerk types, and take neither the words nor the focus.
func TestATillFollowsThePayment(t *testing.T) {
	core := newTill()
	_, module := core.serve(t)
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Size(1024, 768)
	tab.Open(module)
	tab.Type("phone", "070 174")
	core.move(moved(hpp.InProgress, hpp.PagePay))
	await(t, tab, stands, "IN_PROGRESS")
	tab.Keys("0615")
	if got := tab.Value("phone"); got != "070 1740615" {
		t.Errorf("what is typed became %q", got)
	}
	if heading := tab.Text(`.status h2`); heading != "The customer is on the payment page" {
		t.Errorf("says %q", heading)
	}
	core.move(func(v *hpp.TillView) {
		moved(hpp.Completed, hpp.PageCompleted)(v)
		v.Session.Result = hpp.Result{OrderID: "o", Reference: "K4MZ9T2W"}
		v.Distributions = []hpp.Distribution{{Method: hpp.ByEmail, MaskedContact: "<b>a•••</b>", State: hpp.DistributionOpened, QueuedAt: time.Now()}}
	})
	await(t, tab, stands, "COMPLETED")
	tab.Visible(`[data-testid=module-reference]`)
	if reference := tab.Text(`[data-testid=module-reference]`); reference != "K4MZ9T2W" {
		t.Errorf("the reference is %q", reference)
	}
	if row := tab.Text(`[data-state=OPENED] bdi`); row != "<b>a•••</b>" {
		t.Errorf("the row says %q", row)
	}
	tab.Hidden(`#ways`)
	tab.Hidden(`[data-testid=module-cancel]`)
	if title := harness.Ask[string](tab, `document.title`); title != "Paid – \u2068Nordic Cycles\u2069" {
		t.Errorf("the tab says %q", title)
	}
	if faults := tab.Violations(); len(faults) != 0 {
		t.Errorf("%q", faults)
	}
}

// Enter sends what was typed beside it, with scripts; what a scanner reads goes
// where codes go, and its own Enter sends it.
func TestEnterSendsWhatWasTyped(t *testing.T) {
	core := newTill()
	_, module := core.serve(t)
	tab := harness.NewBrowser(t).Tab(t, true)
	tab.Open(module)
	tab.Type("email", "alice@example.com")
	tab.Type("phone", "0701740615")
	tab.Enter()
	if got := core.last(); got.Method != "sms" || got.Phone != "0701740615" || got.PhoneCountry != "SE" {
		t.Errorf("Enter sent %+v", got)
	}
	tab.Run(`document.activeElement.blur()`)
	tab.Keys("123456789012")
	tab.Enter()
	if got := core.last(); got.Method != "token" || got.AccessID != "123456789012" {
		t.Errorf("the scanner sent %+v", got)
	}
	if faults := tab.Violations(); len(faults) != 0 {
		t.Errorf("%q", faults)
	}
}

// Without scripts a button looks again, and nothing typed is lost.
func TestATillWithoutScripts(t *testing.T) {
	core := newTill()
	_, module := core.serve(t)
	tab := harness.NewBrowser(t).Tab(t, false)
	tab.Open(module)
	tab.Type("email", "alice@")
	tab.Type("access_id", "1234")
	core.move(moved(hpp.InProgress, hpp.PageChallenge))
	tab.Follow(`[formaction*="/update"]`)
	if status := tab.Attribute(`[data-testid=module-status]`, "data-status"); status != "IN_PROGRESS" {
		t.Errorf("stands at %s", status)
	}
	if email, code := tab.Value("email"), tab.Value("access_id"); email != "alice@" || code != "1234" {
		t.Errorf("what was typed became %q and %q", email, code)
	}
	tab.Click("send-token")
	if got := core.last(); got.Method != "token" || got.AccessID != "1234" {
		t.Errorf("sent %+v", got)
	}
	tab.Follow(`[data-testid=module-cancel]`)
	tab.See("module-cancel-confirm")
}

// A waiting phone is led to the payment as soon as a till has used its code:
// within a second or two, and without scripts in a few.
func TestAPhoneIsLedToThePayment(t *testing.T) {
	browser := harness.NewBrowser(t)
	for name, scripts := range map[string]bool{"with scripts": true, "without": false} {
		core := newTill()
		server, _ := core.serve(t)
		tab := browser.Tab(t, scripts)
		tab.Open(server + "/eu/hpp/access")
		tab.Click("access-new")
		if digits := tab.Text(`[data-testid=access-digits]`); digits != "1234 5678 9012" {
			t.Errorf("%s: the phone shows %q", name, digits)
		}
		started := time.Now()
		core.mu.Lock()
		core.access.Link = "link?m=1"
		core.mu.Unlock()
		tab.Arrive(server + "/eu/hpp/payments/link?m=1")
		took := time.Since(started)
		t.Logf("%s: led there after %s", name, took)
		if scripts && took > 3*time.Second {
			t.Errorf("led there after %s", took)
		}
		tab.See("back")
		if faults := tab.Violations(); len(faults) != 0 {
			t.Errorf("%s: %q", name, faults)
		}
	}
}
