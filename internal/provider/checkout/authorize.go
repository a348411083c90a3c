package checkout

import (
	"context"
	"errors"
	"reflect"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/merchantcalls"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/wire/checkout"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// Authorize starts a payer's attempt or goes on with the one of the same key.
// An attempt that passes completes the order, after the merchant had its last
// word. A finished attempt answers the same for ever.
func (s *Service) Authorize(ctx context.Context, m hpp.Merchant, id string, r payments.AuthorizeRequest) (checkout.AuthorizeAnswer, error) {
	if err := payer.CheckKey(r); err != nil {
		return checkout.AuthorizeAnswer{}, err
	}
	try := authorizeCall{Service: s, request: r}
	for range revisions {
		answer, err := try.run(ctx, m.ID(), id)
		switch {
		case errors.Is(err, errAsk):
			err = try.validate(ctx)
		case err == nil:
			s.Wake(endpoint.NoticeKind, merchantcalls.PushKind)
			return answer, nil
		}
		if no, ok := errors.AsType[*stopped](err); ok {
			return try.stop(ctx, m.ID(), id, no)
		}
		if typed, ok := errors.AsType[*payer.Incorrect](err); ok {
			return checkout.AuthorizeAnswer{AuthorizeAnswer: payments.AuthorizeAnswer{Result: payments.ResultIncorrect, Fields: typed.Fields}}, nil
		}
		if err != nil {
			return checkout.AuthorizeAnswer{}, endpoint.NotFoundAs(err, noOrder(id))
		}
	}
	return checkout.AuthorizeAnswer{}, errChanged
}

// errAsk means that the merchant's validation comes first.
var errAsk = errors.New("checkout: ask the merchant first")

// authorizeCall is one call of Authorize. The merchant is asked between two
// transactions: the second makes sure that nothing changed.
type authorizeCall struct {
	*Service
	request payments.AuthorizeRequest
	seen    Order // as the merchant was asked about it
	agreed  bool  // the merchant agreed to seen
}

func (a *authorizeCall) run(ctx context.Context, merchant hpp.MerchantID, id string) (checkout.AuthorizeAnswer, error) {
	now := a.now()
	var reference string
	state, err := a.Store.AttemptCheckout(ctx, merchant, id, a.request.Key, func(o *Order, state *payer.Attempt) (*Completion, error) {
		reference = o.Reference
		switch {
		case state.Over():
			return nil, nil //nolint:nilnil // no order is placed
		case o.Over(now), !o.Open():
			return nil, noOrder(id)
		}
		passed, err := state.Advance(o.offer(), a.request, now)
		if o.touch(now); err != nil || passed == nil {
			return nil, err
		}
		if o.Purchase.MerchantUrls.Validation != "" && (!a.agreed || !reflect.DeepEqual(a.seen.Purchase, o.Purchase)) {
			a.seen, a.agreed = *o, false
			return nil, errAsk
		}
		done := o.complete(state.Category, a.NewID, *passed, now)
		if push := o.Purchase.MerchantUrls.Push; push != "" {
			done.Order.Jobs = append(done.Order.Jobs, merchantcalls.Push(a.filled(*o, push), merchant, o.ID, now))
		}
		state.Approve("")
		reference = o.Reference
		return &done, nil
	})
	answer := checkout.AuthorizeAnswer{AuthorizeAnswer: state.Answer()}
	if state.State == payer.Approved {
		answer.OrderID, answer.KlarnaReference = id, reference
	}
	return answer, err
}

// validate asks the merchant before the purchase is complete (docs/spec/provider.md
// B.6.2, B.6.3).
func (a *authorizeCall) validate(ctx context.Context) error {
	p := a.seen.Purchase
	insists := p.Options.RequireValidateCallbackSuccess
	patience := a.Patience.Validate
	if insists {
		patience = a.Patience.Insisting
	}
	_, err := a.ask(ctx, a.filled(a.seen, p.MerchantUrls.Validation), a.answer(a.seen), patience)
	if errors.Is(err, errSilent) {
		if insists {
			return &stopped{}
		}
		err = nil
	}
	a.agreed = err == nil
	return err
}

// stop forgets the attempt, so that the payer can correct something and begin
// again.
func (a *authorizeCall) stop(ctx context.Context, merchant hpp.MerchantID, id string, no *stopped) (checkout.AuthorizeAnswer, error) {
	state, err := a.Store.AttemptCheckout(ctx, merchant, id, a.request.Key, func(_ *Order, state *payer.Attempt) (*Completion, error) {
		if !state.Over() {
			*state = payer.Attempt{Key: state.Key}
		}
		return nil, nil //nolint:nilnil // no order is placed
	})
	if err != nil {
		return checkout.AuthorizeAnswer{}, endpoint.NotFoundAs(err, noOrder(id))
	}
	if state.Over() { // by another call meanwhile
		return a.run(ctx, merchant, id)
	}
	return checkout.AuthorizeAnswer{AuthorizeAnswer: payments.AuthorizeAnswer{Result: checkout.ResultStopped}, Text: no.text, Redirect: no.to}, nil
}
