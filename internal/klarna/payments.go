package klarna

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/upstream"
)

// Payments is the provider of payment sessions at Klarna Payments.
type Payments struct{ *Client }

var _ hpp.PayerAuthorizer = Payments{}

// Read implements hpp.Provider.
func (p Payments) Read(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (hpp.PaymentSession, error) {
	s, _, err := p.session(ctx, merchant, ref)
	if err != nil {
		return hpp.PaymentSession{}, err
	}
	return s.known(), nil
}

// session reads a payment session, and answers the account that it belongs to.
func (p Payments) session(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef) (s session, of upstream.Login, err error) {
	if ref.Kind != hpp.KindPayments {
		return s, of, hpp.ErrNotFound
	}
	err = p.inNameOf(ctx, merchant, ref, func(login upstream.Login) (err error) {
		s, err = p.readSession(ctx, login, ref.ID)
		of = login
		return err
	})
	return s, of, err
}

// actionTimeout is how long the accounts may take that say which actions there are.
const actionTimeout = 2 * time.Second

// Actions implements hpp.PayerAuthorizer.
func (p Payments) Actions(merchant hpp.MerchantID, ref hpp.PaymentRef) []hpp.ActionKind {
	switch p.options(merchant, ref).Mode {
	case upstream.Widget:
		return []hpp.ActionKind{hpp.ActionScript}
	case upstream.Redirect:
		return []hpp.ActionKind{hpp.ActionRedirect}
	}
	return []hpp.ActionKind{hpp.ActionScript, hpp.ActionRedirect}
}

// options are those of the account that a payment session belongs to, as far as
// that is known, and the usual ones when they cannot be read.
func (c *Client) options(merchant hpp.MerchantID, ref hpp.PaymentRef) upstream.Options {
	ctx, cancel := context.WithTimeout(context.Background(), actionTimeout)
	defer cancel()
	logins, err := c.logins(ctx, merchant, ref)
	if err != nil || len(logins) == 0 {
		return upstream.DefaultOptions
	}
	return logins[0].Options
}

// Outcome implements hpp.PayerAuthorizer. An order that stands cannot be named:
// the payment session does not say which it became.
func (p Payments) Outcome(ctx context.Context, merchant hpp.MerchantID, ref hpp.PaymentRef, remote string) (hpp.PaymentOutcome, error) {
	s, login, err := p.session(ctx, merchant, ref)
	if err != nil {
		return hpp.PaymentOutcome{}, err
	}
	outcome := hpp.PaymentOutcome{Kind: hpp.OutcomeNone, Purchase: s.purchase()}
	if s.isComplete() {
		outcome.Kind = hpp.OutcomeComplete
		return outcome, nil
	}
	if outcome.OrderBody, err = s.orderBody(); err != nil {
		return hpp.PaymentOutcome{}, err
	}
	token := s.AuthorizationToken
	if remote != "" {
		atPage, err := p.hostedToken(ctx, login, remote)
		switch {
		case token == "" && err != nil:
			return hpp.PaymentOutcome{}, err
		case token == "":
			token = atPage
		case err == nil && atPage == "":
			p.endHosted(ctx, login, remote)
		}
	}
	if token != "" {
		outcome.Kind, outcome.Token = hpp.OutcomeToken, token
	}
	return outcome, nil
}
