package chaos

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/test/harness"
)

// road is how a payer acts at the company, and how the authorization comes from
// there. act may be done again from the beginning: the payer opens the link anew.
type road struct {
	name string
	shop int
	left bool // the payer leaves for the shop before confirming the payment
	act  func(ctx context.Context, w *upstreamWorld, payer *harness.Payer, p *upstreamPayment, step string, page harness.Page) error
}

// roads are all of them. What no browser brings is found by the company's call, or
// by reads, after the payer went away.
var roads = []road{
	{"the browser brings it", readsAlone, false, bring},
	{"the company calls", calledBack, false, confirm},
	{"by the company's page", readsAlone, false, goThere},
	{"both bring it", calledBack, false, bring},
	{"reads find it", readsAlone, false, confirm},
	{"left, and the company calls", calledBack, true, leaveAndConfirm},
	{"a newer one", readsAlone, false, bringOlder},
	{"left, and reads find it", readsAlone, true, leaveAndConfirm},
}

const person = "alice@example.com"

// confirm is a payer whose browser dies once the payment is confirmed.
func confirm(ctx context.Context, w *upstreamWorld, payer *harness.Payer, p *upstreamPayment, _ string, page harness.Page) error {
	_, err := payer.Authorize(ctx, w.company.URL, page.ClientToken, p.SessionID, person)
	return err
}

// bring is a payer whose browser hands the authorization in.
func bring(ctx context.Context, w *upstreamWorld, payer *harness.Payer, p *upstreamPayment, step string, page harness.Page) error {
	token, err := payer.Authorize(ctx, w.company.URL, page.ClientToken, p.SessionID, person)
	if err != nil {
		return err
	}
	_, err = payer.Report(ctx, step, page, "approved", token)
	return err
}

// bringOlder is a payer who confirmed in two windows, of which the older one
// reports.
func bringOlder(ctx context.Context, w *upstreamWorld, payer *harness.Payer, p *upstreamPayment, step string, page harness.Page) error {
	older, err := payer.Authorize(ctx, w.company.URL, page.ClientToken, p.SessionID, person)
	if err != nil {
		return err
	}
	if _, err := payer.Authorize(ctx, w.company.URL, page.ClientToken, p.SessionID+"-2", person); err != nil {
		return err
	}
	_, err = payer.Report(ctx, step, page, "approved", older)
	return err
}

// goThere is a payer who pays at the company's own page.
func goThere(ctx context.Context, w *upstreamWorld, payer *harness.Payer, _ *upstreamPayment, step string, page harness.Page) error {
	hosted, err := payer.LeaveStep(ctx, step, page)
	if err != nil {
		return err
	}
	if paid, err := harness.NewPayer().Pay(ctx, hosted, person); err != nil || paid.Outcome != "completed" {
		return fmt.Errorf("at the company: %q, %w", paid.Outcome, err)
	}
	_, err = payer.ReturnToStep(ctx, step, "done")
	return err
}

// leaveAndConfirm is a payer who goes back to the shop and then confirms in a
// window that is still open.
func leaveAndConfirm(ctx context.Context, w *upstreamWorld, payer *harness.Payer, p *upstreamPayment, _ string, page harness.Page) error {
	if _, err := payer.GoBack(ctx, p.RedirectURL); err != nil {
		return err
	}
	return confirm(ctx, w, payer, p, "", page)
}

// pay takes a payment's road until it was gone to its end, or the page shows that
// nothing is asked for any more.
func (w *upstreamWorld) pay(ctx context.Context, p *upstreamPayment) {
	payer := harness.NewPayer()
	end := w.book.journal.Begin(p.shop.Merchant, fsck.Line{Op: fsck.Pay, Session: hpp.SessionID(p.SessionID)})
	defer func() { end(fsck.Unknown, nil) }()
	for ctx.Err() == nil {
		step, page, err := payer.GoToStep(ctx, p.RedirectURL)
		if err == nil && step != "" {
			err = p.road.act(ctx, w, payer, p, step, page)
		}
		if err == nil {
			p.gone = true
			return
		}
		pause(ctx)
	}
}

// work makes and pays sessions until told to stop.
func (w *upstreamWorld) work(ctx context.Context, worker int) {
	modes := []client.Mode{client.ModeNone, client.ModePlaceOrder, client.ModeCaptureOrder}
	for n := worker; ctx.Err() == nil; n++ {
		p := &upstreamPayment{road: roads[n%len(roads)], mode: modes[n%len(modes)]}
		p.shop = w.shops[p.road.shop]
		if err := w.make(ctx, p, fmt.Sprintf("%d-%d", worker, n)); err != nil {
			if ctx.Err() == nil {
				w.t.Errorf("create: %v", err)
			}
			return
		}
		w.book.add(p)
		w.pay(ctx, p)
	}
}

// make makes a payment session at the company and a page on it.
func (w *upstreamWorld) make(ctx context.Context, p *upstreamPayment, key string) error {
	payment, err := p.shop.account.CreatePayment(ctx, harness.Purchase(), client.WithIdempotencyKey("kp-"+key))
	if err != nil {
		return err
	}
	p.payment = payment.SessionID
	for {
		p.CreatedSession, err = w.book.journal.Create(ctx, p.shop.Merchant, client.NewSession{
			PaymentSessionURL: w.gate.URL + "/payments/v1/sessions/" + p.payment,
			MerchantURLs:      client.MerchantURLs{StatusUpdate: p.shop.receiver.URL + "/callback", Back: "https://shop.test/back"},
			Options:           &client.SessionOptions{PlaceOrderMode: p.mode},
		}, "hpp-"+key)
		if err == nil || harness.Refused(err) || ctx.Err() != nil {
			return err
		}
		pause(ctx)
	}
}
