package checkout

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/order"
	"github.com/openhpp/openhpp/internal/provider/payer"
)

// Authorize starts a payer's attempt or goes on with the one of the same key.
// An attempt that passes completes the order, after the merchant had its last
// word. A finished attempt answers the same for ever. An error that is no
// *endpoint.Error leaves the outcome unknown: the same call finds it out.
func (s *Service) Authorize(ctx context.Context, merchant hpp.MerchantID, id string, r hpp.Authorization) (hpp.Verdict, error) {
	if err := payer.CheckKey(r); err != nil {
		return hpp.Verdict{}, err
	}
	call := authorizeCall{Service: s, merchant: merchant, id: id, request: r}
	for range revisions + 1 {
		verdict, err := call.run(ctx)
		switch {
		case errors.Is(err, errAskAcquirer):
			err = call.askAcquirer(ctx)
		case errors.Is(err, errAskMerchant):
			err = call.validate(ctx)
		case err == nil:
			s.Wake(endpoint.Kinds(call.jobs)...)
			return verdict, nil
		}
		if no, ok := errors.AsType[*stopped](err); ok {
			return call.stop(ctx, no)
		}
		if incorrect, ok := errors.AsType[*payer.Incorrect](err); ok {
			return hpp.Verdict{Kind: hpp.Incorrect, Fields: incorrect.Fields}, nil
		}
		if err != nil {
			return hpp.Verdict{}, endpoint.NotFoundAs(err, noOrder(id))
		}
	}
	return call.giveUp(ctx)
}

// What has to be asked before a transaction can go on.
var (
	errAskMerchant = errors.New("checkout: ask the merchant first")
	errAskAcquirer = errors.New("checkout: ask the acquirer first")
)

// authorizeCall is one call of Authorize. Merchant and acquirer are asked
// between transactions: the next one makes sure that nothing changed. An
// immediate acquirer is asked inside.
type authorizeCall struct {
	*Service
	merchant hpp.MerchantID
	id       string
	request  hpp.Authorization
	asked    acquirer.Authorization
	verdict  *acquirer.Verdict // what the acquirer answered to asked; nil: it was not asked
	seen     Order             // as the merchant was asked about it
	agreed   bool              // the merchant agreed to seen
	jobs     []endpoint.Job    // that the answer leaves to do
}

func (c *authorizeCall) run(ctx context.Context) (hpp.Verdict, error) {
	now := c.now()
	ask := false
	var reference string
	attempt, err := c.Store.AttemptCheckout(ctx, c.merchant, c.id, c.request.Key, func(o *Order, attempt *payer.Attempt) (*Completion, error) {
		ask, reference = false, o.Reference
		if attempt.Over() {
			return nil, nil //nolint:nilnil // no order is placed
		}
		wanted, err := c.prepare(o, attempt, now)
		switch {
		case err != nil && c.approved():
			return nil, c.refuseLate(ctx, o, attempt, now)
		case err != nil, wanted == nil:
			return nil, err
		}
		c.asked = *wanted
		verdict := c.verdict
		if verdict == nil {
			if ask = !acquirer.IsImmediate(c.Acquirer); ask {
				return nil, nil //nolint:nilnil // the attempt is committed before the acquirer is asked
			}
			answer, err := c.Acquirer.Authorize(ctx, *wanted)
			if err != nil {
				return nil, err
			}
			verdict = &answer
		}
		done, err := c.settle(ctx, o, attempt, *verdict, now)
		reference = o.Reference
		return done, err
	})
	switch {
	case err != nil:
		return hpp.Verdict{}, err
	case ask:
		return hpp.Verdict{}, errAskAcquirer
	case attempt.State == payer.Asked:
		return hpp.Verdict{}, payer.ErrUndecided
	}
	verdict := attempt.Verdict()
	if attempt.State == payer.Approved {
		verdict.Order = hpp.Order{ID: c.id, Reference: reference}
	}
	return verdict, nil
}

// prepare is what the acquirer must be asked so that the attempt goes on.
func (c *authorizeCall) prepare(o *Order, attempt *payer.Attempt, now time.Time) (*acquirer.Authorization, error) {
	if o.Over(now) || !o.Open() {
		return nil, noOrder(c.id)
	}
	wanted, err := attempt.Prepare(o.offer(), c.request, now)
	o.touch(now)
	return wanted, err
}

// settle takes the acquirer's answer. An approval completes the order, once the
// merchant has agreed where it wants to be asked.
func (c *authorizeCall) settle(ctx context.Context, o *Order, attempt *payer.Attempt, v acquirer.Verdict, now time.Time) (*Completion, error) {
	typed := attempt.Payer
	if !attempt.Apply(v, c.asked.Code) {
		return nil, nil //nolint:nilnil // no order is placed
	}
	if o.Purchase.MerchantUrls.Validation != "" && !c.agreedTo(*o) {
		c.seen, c.agreed = *o, false
		return nil, errAskMerchant
	}
	approved := grant{payer: typed, category: attempt.Category, reference: v.Reference, captureID: c.NewID(), at: now}
	if v.Review != nil {
		approved.review = &order.Review{Wait: v.Review.Wait}
	}
	if v.Lapsed {
		return nil, errLapsed
	}
	done, err := o.complete(ctx, c.Acquirer, approved)
	if err != nil {
		return nil, err
	}
	if push := o.Purchase.MerchantUrls.Push; push != "" {
		done.Order.Jobs = append(done.Order.Jobs, merchantcalls.Push(c.filled(*o, push), c.merchant, o.ID, now))
	}
	attempt.Approve("")
	c.jobs = done.Order.Jobs
	return &done, nil
}

// askAcquirer asks it outside of any transaction.
func (c *authorizeCall) askAcquirer(ctx context.Context) error {
	verdict, err := c.Acquirer.Authorize(ctx, c.asked)
	if err == nil {
		c.verdict = &verdict
	}
	return err
}

// approved reports whether an acquirer holds money for this call that no order
// has yet.
func (c *authorizeCall) approved() bool {
	return c.verdict != nil && c.verdict.Result == acquirer.Approved
}
