package provider

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

var _ hpp.PaymentMaker = (*Provider)(nil)

// builtin is this provider's name in stored references.
const builtin = "builtin"

// CheckPayment implements hpp.PaymentMaker.
func (p *Provider) CheckPayment(body []byte) error {
	tree, err := jsonfields.Decode(body, nil)
	if err != nil {
		return err
	}
	return badValue(p.Payments.Check(tree))
}

// MakePayment implements hpp.PaymentMaker.
func (p *Provider) MakePayment(ctx context.Context, m hpp.Merchant, body []byte, key string) (hpp.PaymentRef, error) {
	tree, err := jsonfields.Decode(body, nil)
	if err != nil {
		return hpp.PaymentRef{}, err
	}
	once := endpoint.IdempotencyKey{Key: key, At: p.Payments.Now().UTC().Truncate(time.Millisecond)}
	if once.Fingerprint, err = endpoint.Fingerprint(http.MethodPost, "/payments/v1/sessions", tree); err != nil {
		return hpp.PaymentRef{}, err
	}
	id, err := p.Payments.Make(ctx, m, tree, once)
	return hpp.PaymentRef{Provider: builtin, Kind: hpp.KindPayments, ID: id}, badValue(err)
}

// WithdrawPayment implements hpp.PaymentMaker.
func (p *Provider) WithdrawPayment(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) error {
	return p.Payments.Withdraw(ctx, merchant, ref.ID)
}

// badValue is an error of the APIs about members, in the core's words.
func badValue(err error) error {
	if e, ok := errors.AsType[*endpoint.Error](err); ok && len(e.Fields) > 0 {
		return &hpp.Error{Code: hpp.CodeBadValue, Messages: e.Messages, Fields: e.Fields}
	}
	return err
}
