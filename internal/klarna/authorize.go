package klarna

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// payerSide is where the built-in provider takes a payer's authorization.
const payerSide = "/playground/v1/payments/"

var kinds = map[payments.AuthorizeResult]hpp.VerdictKind{
	payments.ResultApproved:   hpp.Approved,
	payments.ResultDeclined:   hpp.Declined,
	payments.ResultChallenged: hpp.Challenged,
	payments.ResultIncorrect:  hpp.Incorrect,
}

// Authorize implements hpp.Provider.
func (c *Client) Authorize(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, a hpp.Authorization) (hpp.Verdict, error) {
	if ref.Kind == hpp.KindCheckout {
		return c.authorizeCheckout(ctx, merchant, ref, a)
	}
	var answer payments.AuthorizeAnswer
	err := c.do(ctx, merchant, "authorize", call{
		method: http.MethodPost, path: payerSide + url.PathEscape(ref.ID) + "/authorize",
		body: attempted(a), want: []int{http.StatusOK}, into: &answer,
	})
	if err != nil {
		return hpp.Verdict{}, err
	}
	kind, ok := kinds[answer.Result]
	if !ok || kind == hpp.Approved && answer.Token == "" {
		return hpp.Verdict{}, errors.New("klarna: authorize: the answer has no known result")
	}
	return verdictOf(kind, answer), nil
}

func attempted(a hpp.Authorization) payments.AuthorizeRequest {
	return payments.AuthorizeRequest{
		Key: a.Key, Category: strings.ToLower(string(a.Category)), Payer: typed(a.Payer),
		Amount: a.Amount, Currency: a.Currency, OTP: a.Code,
	}
}

func verdictOf(kind hpp.VerdictKind, answer payments.AuthorizeAnswer) hpp.Verdict {
	return hpp.Verdict{
		Kind: kind, Token: answer.Token, Reason: answer.Reason,
		WrongCode: answer.WrongCode, Withdrawn: answer.Withdrawn, Fields: answer.Fields,
	}
}

// Release implements hpp.Provider. An authorization that is gone needs no
// release, so that a repeat is no error.
func (c *Client) Release(ctx context.Context, merchant hpp.MerchantID, token string) error {
	err := c.do(ctx, merchant, "release", call{
		method: http.MethodDelete, path: "/payments/v1/authorizations/" + url.PathEscape(token),
		want: []int{http.StatusNoContent},
	})
	if errors.Is(missing(err), hpp.ErrNotFound) {
		return nil
	}
	return err
}
