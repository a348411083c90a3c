package checkout

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/release"
)

// agreedTo reports whether the merchant agreed to the order as it is now.
func (c *authorizeCall) agreedTo(o Order) bool {
	return c.agreed && reflect.DeepEqual(c.seen.Purchase, o.Purchase)
}

// validate asks the merchant before the purchase is complete
// (docs/spec/provider.md B.6.2, B.6.3).
func (c *authorizeCall) validate(ctx context.Context) error {
	p := c.seen.Purchase
	insists := p.Options.RequireValidateCallbackSuccess
	timeout := c.Timeouts.Validation
	if insists {
		timeout = c.Timeouts.RequiredValidation
	}
	_, err := c.ask(ctx, c.filled(c.seen, p.MerchantUrls.Validation), c.answer(c.seen), timeout)
	if errors.Is(err, errSilent) {
		if insists {
			return &stopped{}
		}
		err = nil
	}
	c.agreed = err == nil
	return err
}

// stop forgets the attempt, so that the payer can correct something and begin
// again.
func (c *authorizeCall) stop(ctx context.Context, no *stopped) (hpp.Verdict, error) {
	attempt, err := c.end(ctx, func(attempt *payer.Attempt) {
		*attempt = payer.Attempt{Key: attempt.Key, Round: attempt.Round + 1}
	})
	if err != nil {
		return hpp.Verdict{}, endpoint.NotFoundAs(err, noOrder(c.id))
	}
	if attempt.Over() { // by another call meanwhile
		return c.run(ctx)
	}
	return hpp.Verdict{Kind: hpp.Incorrect, MerchantMessage: no.text, MerchantRedirect: no.to}, nil
}

// giveUp ends a call during which the order changed again and again.
func (c *authorizeCall) giveUp(ctx context.Context) (hpp.Verdict, error) {
	if c.approved() {
		_, err := c.end(ctx, func(attempt *payer.Attempt) { attempt.Decline("purchase_changed", false) })
		if err != nil {
			return hpp.Verdict{}, err
		}
	}
	return hpp.Verdict{}, errChanged
}

// end ends the attempt without an order, and gives back what was approved for
// it.
func (c *authorizeCall) end(ctx context.Context, by func(*payer.Attempt)) (payer.Attempt, error) {
	attempt, err := c.Store.AttemptCheckout(ctx, c.merchant, c.id, c.request.Key, func(o *Order, attempt *payer.Attempt) (*Completion, error) {
		if attempt.Over() {
			return nil, nil //nolint:nilnil // no order is placed
		}
		by(attempt)
		return nil, c.giveBack(ctx, o, c.now())
	})
	if err == nil {
		c.Wake(endpoint.Kinds(c.jobs)...)
	}
	return attempt, err
}

// refuseLate ends an attempt whose order closed or changed while the acquirer
// was asked.
func (c *authorizeCall) refuseLate(ctx context.Context, o *Order, attempt *payer.Attempt, now time.Time) error {
	attempt.Decline("purchase_changed", false)
	return c.giveBack(ctx, o, now)
}

// giveBack releases what the acquirer approved for this call, if anything.
func (c *authorizeCall) giveBack(ctx context.Context, o *Order, now time.Time) error {
	if !c.approved() {
		return nil
	}
	err := release.With(ctx, c.Acquirer, &o.Jobs, o.ID, acquirer.Movement{
		Key: "void " + c.asked.Key, Merchant: c.merchant, Reference: c.verdict.Reference,
		Currency: c.asked.Currency, Amount: c.asked.Amount,
	}, now)
	c.jobs = o.Jobs
	return err
}
