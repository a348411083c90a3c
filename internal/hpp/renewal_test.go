package hpp_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

// expired is a session whose time is over, with its link.
func (w *world) expired(mode hpp.RenewalMode) (hpp.Session, string) {
	w.t.Helper()
	s, link := w.make(func(c *hpp.SessionRequest) { c.Renewal = string(mode) })
	w.clock = w.clock.Add(72 * time.Hour)
	w.provider.payment.ExpiresAt = w.clock.Add(48 * time.Hour)
	return s, link
}

// ask presses the button of an expired page.
func (w *world) ask(link string) hpp.PageView {
	w.t.Helper()
	view, err := w.RequestRenewal(w.t.Context(), w.open(link))
	if err != nil {
		w.t.Fatal(err)
	}
	return view
}

// renewalCallbacks are the callbacks about requests for a new link that wait to be sent.
func (w *world) renewalCallbacks() (found []string) {
	w.t.Helper()
	jobs, err := w.db.Outbox().Claim(w.t.Context(), string(hpp.JobRenewal), w.clock, w.clock.Add(time.Minute), 10, outbox.Shares{})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, job := range jobs {
		found = append(found, string(job.Payload))
	}
	return found
}

// One press, one event: a second payer who presses is told the same, and the
// merchant nothing more.
func TestAPayerAsksForANewLink(t *testing.T) {
	w := newWorld(t)
	s, link := w.expired(hpp.RenewalAsk)
	frozen, freeze := 0, w.Freeze
	w.Freeze = func(s hpp.Session, e hpp.Event) (hpp.FrozenEvent, error) { frozen++; return freeze(s, e) }
	if view := w.open(link); view.State != hpp.PageExpired || view.Renewal != hpp.RenewalOffered {
		t.Fatalf("the page offers %q in %s", view.Renewal, view.State)
	}
	late := w.open(link)
	for range 3 {
		if view := w.ask(link); view.Renewal != hpp.RenewalRequested || view.RenewedLink != "" {
			t.Errorf("the page says %q", view.Renewal)
		}
	}
	if view, err := w.RequestRenewal(t.Context(), late); err != nil || view.Renewal != hpp.RenewalRequested {
		t.Errorf("a page that was open: %v, %q", err, view.Renewal)
	}
	told := w.renewalCallbacks()
	if frozen != 1 || len(told) != 1 || !strings.Contains(told[0], `"url":"https://shop.test/cb?sid=`+string(s.ID)) {
		t.Errorf("the merchant was told %q", told)
	}
	if events := w.statuses(s.ID); len(events) != 0 {
		t.Errorf("the history has %v: no status has changed", events)
	}
}

func TestNoNewLinkWhereNobodyOffersOne(t *testing.T) {
	w := newWorld(t)
	_, link := w.expired("")
	if view := w.ask(link); view.Renewal != hpp.RenewalNone {
		t.Errorf("without the option: %q", view.Renewal)
	}
	w = newWorld(t)
	_, link = w.make(func(c *hpp.SessionRequest) { c.Renewal, c.URLs.StatusUpdate = "ask", "" })
	w.clock = w.clock.Add(72 * time.Hour)
	if view := w.ask(link); view.Renewal != hpp.RenewalNone {
		t.Errorf("without an address to tell it to: %q", view.Renewal)
	}
	w = newWorld(t)
	_, link = w.make(func(c *hpp.SessionRequest) { c.Renewal = "AUTOMATIC" })
	if view := w.ask(link); view.Renewal != hpp.RenewalNone || view.State != hpp.PagePay {
		t.Errorf("before its end: %q", view.Renewal)
	}
	if told := w.renewalCallbacks(); len(told) != 0 {
		t.Errorf("told %q", told)
	}
	w = newWorld(t)
	_, link = w.expired(hpp.RenewalAutomatic)
	w.shut = true
	if _, err := w.RequestRenewal(t.Context(), w.open(link)); !errors.Is(err, hpp.ErrSalesClosed) {
		t.Errorf("at a merchant that is shut: %v", err)
	}
	c := creation()
	c.Renewal = "SOMETIMES"
	if _, err := w.Create(t.Context(), w.merchant, c, hpp.IdempotencyKey{}); err == nil || !strings.Contains(err.Error(), "options.renewal (must be one of ASK, AUTOMATIC)") {
		t.Error(err)
	}
}

// The new session is the old one once more, and the old links lead to it: the
// shared one to the new shared one.
func TestASessionRenewsItself(t *testing.T) {
	w := newWorld(t)
	w.provider.renewable = true
	old, link := w.expired(hpp.RenewalAutomatic)
	view := w.ask(link)
	if view.RenewedLink == "" || len(w.renewalCallbacks()) != 0 {
		t.Fatalf("leads to %q, told %v", view.RenewedLink, w.renewalCallbacks())
	}
	again := w.open(view.RenewedLink)
	next := again.Session
	if again.State != hpp.PagePay || next.ID == old.ID || next.Reference != old.Reference || next.URLs != old.URLs || next.Renewal.Renews != old.ID {
		t.Errorf("the new session is %s %+v", again.State, next)
	}
	if again.Purchase.Revision() != w.provider.payment.Purchase.Revision() || next.Payment.ID == "kp-1" {
		t.Errorf("it pays %+v", next.Payment)
	}
	if opened := w.open(link); opened.RenewedLink != view.RenewedLink {
		t.Errorf("the old link leads to %q", opened.RenewedLink)
	}
	shared, err := w.Open(t.Context(), w.Links.SharedToken(old), hpp.Browser{})
	if err != nil || shared.RenewedLink != w.Links.SharedToken(next) {
		t.Errorf("the shared link leads to %q, %v", shared.RenewedLink, err)
	}
	if err := w.pay(view.RenewedLink); err != nil || w.open(view.RenewedLink).State != hpp.PageCompleted {
		t.Errorf("paying: %v", err)
	}
}

// What cannot be renewed by itself is asked for.
func TestAnAutomaticRenewalThatCannotBe(t *testing.T) {
	w := newWorld(t)
	_, link := w.expired(hpp.RenewalAutomatic)
	if view := w.ask(link); view.Renewal != hpp.RenewalRequested || len(w.renewalCallbacks()) != 1 {
		t.Errorf("the page says %q", view.Renewal)
	}
}

// Many presses and calls at once make one session.
func TestOneSessionTakesTheOldOnesPlace(t *testing.T) {
	w := newWorld(t)
	w.provider.renewable = true
	old, link := w.expired(hpp.RenewalAutomatic)
	view := w.open(link)
	var presses sync.WaitGroup
	var mu sync.Mutex
	made := map[string]bool{}
	for i := range 12 {
		presses.Go(func() {
			var id string
			if i%2 == 0 {
				next, err := w.Renew(context.Background(), w.merchant, old.ID, "", hpp.IdempotencyKey{})
				if err != nil {
					t.Errorf("call: %v", err)
				}
				id = w.Links.PageToken(next)
			} else {
				after, err := w.RequestRenewal(context.Background(), view)
				if err != nil {
					t.Errorf("press: %v", err)
				}
				id = after.RenewedLink
			}
			mu.Lock()
			defer mu.Unlock()
			made[id] = true
		})
	}
	presses.Wait()
	if len(made) != 1 || made[""] || len(w.provider.renewed) != 1 {
		t.Fatalf("%d sessions on %d payment sessions: %v", len(made), len(w.provider.renewed), made)
	}
	ref := hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: w.provider.renewed[0]}
	if stored, err := w.SessionService.Store.ListByPayment(t.Context(), ref); err != nil || len(stored) != 1 {
		t.Errorf("stored %v, %v", stored, err)
	}
}

func TestAMerchantRenews(t *testing.T) {
	w := newWorld(t)
	old, link := w.expired(hpp.RenewalAsk)
	w.ask(link)
	if _, err := w.Renew(t.Context(), w.merchant, old.ID, "", hpp.IdempotencyKey{}); err == nil || !strings.Contains(err.Error(), "payment_session_url (is required") {
		t.Errorf("nothing to pay: %v", err)
	}
	w.provider.renewed = []string{"kp-2", "kp-3"}
	const address = "https://api.test/payments/v1/sessions/"
	key := hpp.IdempotencyKey{Value: "once", Fingerprint: []byte("f")}
	first, err := w.Renew(t.Context(), w.merchant, old.ID, address+"kp-2", key)
	if err != nil || first.Payment.ID != "kp-2" {
		t.Fatalf("%+v, %v", first, err)
	}
	for name, c := range map[string]struct {
		address string
		key     hpp.IdempotencyKey
		code    hpp.Code
	}{
		"the same key":                {address + "kp-2", key, ""},
		"another key":                 {address + "kp-2", hpp.IdempotencyKey{Value: "twice", Fingerprint: []byte("f")}, ""},
		"no address":                  {"", hpp.IdempotencyKey{}, ""},
		"another payment session":     {address + "kp-3", hpp.IdempotencyKey{}, hpp.CodeConflict},
		"the key for something else":  {address + "kp-2", hpp.IdempotencyKey{Value: "once", Fingerprint: []byte("g")}, hpp.CodeKeyReused},
		"an address of somebody else": {"https://elsewhere.test/payments/v1/sessions/kp-2", hpp.IdempotencyKey{}, hpp.CodeBadValue},
	} {
		next, err := w.Renew(t.Context(), w.merchant, old.ID, c.address, c.key)
		if c.code == "" && (err != nil || next.ID != first.ID) || c.code != "" && !hpp.IsCode(err, c.code) {
			t.Errorf("%s: %s, %v", name, next.ID, err)
		}
	}
	if view := w.open(link); view.RenewedLink != w.Links.PageToken(first) {
		t.Errorf("the old link leads to %q", view.RenewedLink)
	}
}

func TestSessionsThatAreNotRenewed(t *testing.T) {
	w := newWorld(t)
	w.provider.renewable = true
	open, _ := w.make(nil)
	if _, err := w.Renew(t.Context(), w.merchant, open.ID, "", hpp.IdempotencyKey{}); !hpp.IsCode(err, hpp.CodeNotAllowed) {
		t.Errorf("one that still pays: %v", err)
	}
	if err := w.Disable(t.Context(), w.merchant, open.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Renew(t.Context(), w.merchant, open.ID, "", hpp.IdempotencyKey{}); !hpp.IsCode(err, hpp.CodeNotAllowed) {
		t.Errorf("one that its merchant disabled: %v", err)
	}
	if _, err := w.Renew(t.Context(), hpp.Authenticated("m2", "Another"), open.ID, "", hpp.IdempotencyKey{}); !hpp.IsCode(err, hpp.CodeNotFound) {
		t.Errorf("one of another merchant: %v", err)
	}
	old, _ := w.expired(hpp.RenewalAsk)
	w.provider.payment.Methods = nil
	if _, err := w.Renew(t.Context(), w.merchant, old.ID, "", hpp.IdempotencyKey{}); err != nil {
		t.Errorf("a session that is not limited to methods: %v", err)
	}
}

// dying is a store whose process dies before its next update.
type dying struct {
	hpp.Store
	dies bool
}

func (d *dying) Update(ctx context.Context, id hpp.SessionID, change func(*hpp.Session) (hpp.Change, error)) (hpp.Session, error) {
	if d.dies {
		d.dies = false
		return hpp.Session{}, errors.New("power cut")
	}
	return d.Store.Update(ctx, id, change)
}

// A process that dies between the new session and the mark on the old one leaves
// nothing that the next call does not mend.
func TestARenewalThatWasCutOff(t *testing.T) {
	w := newWorld(t)
	w.provider.renewable = true
	old, link := w.expired(hpp.RenewalAsk)
	w.SessionService.Store = &dying{Store: w.SessionService.Store, dies: true}
	if _, err := w.Renew(t.Context(), w.merchant, old.ID, "", hpp.IdempotencyKey{}); err == nil {
		t.Fatal("the power was not cut")
	}
	if view := w.open(link); view.RenewedLink != "" {
		t.Errorf("the old link leads to %q already", view.RenewedLink)
	}
	next, err := w.Renew(t.Context(), w.merchant, old.ID, "", hpp.IdempotencyKey{})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := w.SessionService.Store.ListByPayment(t.Context(), next.Payment)
	if err != nil || len(stored) != 1 || w.open(link).RenewedLink != w.Links.PageToken(next) {
		t.Errorf("%d sessions, %v; the old link leads to %q", len(stored), err, w.open(link).RenewedLink)
	}
}
