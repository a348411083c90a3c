package payment

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/purchase"
	"github.com/openhpp/openhpp/internal/provider/token"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// intentTokenize is for a customer token and no order.
const intentTokenize = "tokenize"

// tokenIntents are what a customer token may come of (docs/spec/provider.md A.3.1).
var tokenIntents = []string{intentTokenize, "buy_and_tokenize", "buy_and_link", "buy_and_default_tokenize"}

// tokenRequest is customer_token_creation_request (docs/spec/provider.md A.3.12).
type tokenRequest struct {
	country, currency, locale, description, billing string
}

func parseToken(tree map[string]any) (tokenRequest, error) {
	o := jsonfields.Read(tree)
	for _, required := range []struct{ name, what string }{
		{"purchase_currency", "that of the session"}, {"purchase_country", "that of the session"}, {"locale", "a language and a country such as sv-SE"},
		{"description", "a string of 1 to 255 characters"}, {"intended_use", "SUBSCRIPTION"},
	} {
		if text, isText := o.Tree[required.name].(string); !o.Has(required.name) || isText && text == "" {
			o.Missing(required.name, required.what)
		}
	}
	r := tokenRequest{
		currency: strings.ToUpper(o.Matching("purchase_currency", jsonfields.Currency)), country: strings.ToUpper(o.Matching("purchase_country", jsonfields.Country)),
		locale: o.Locale("locale"), description: o.Text("description", 255),
		billing: strings.ToUpper(o.Child("billing_address").Matching("country", jsonfields.Country)),
	}
	o.OneOf("intended_use", "SUBSCRIPTION")
	return r, endpoint.AsError(o.Faults.Err())
}

// fits judges what a request repeats of its session.
func (r tokenRequest) fits(p purchase.Purchase) error {
	o := jsonfields.Read(nil)
	if r.country != p.PurchaseCountry {
		o.Wrong("purchase_country", "should be "+p.PurchaseCountry+", as in the session")
	}
	if r.billing != "" && r.billing != p.PurchaseCountry {
		o.Wrong("purchase_country", "is that of the session: billing_address.country should be "+p.PurchaseCountry)
	}
	if r.currency != p.PurchaseCurrency {
		o.Wrong("purchase_currency", "should be "+p.PurchaseCurrency+", as in the session")
	}
	return endpoint.AsError(o.Faults.Err())
}

// Tokenize turns an authorization into a customer token. The same body again
// is answered as the first time.
func (s *Service) Tokenize(ctx context.Context, m hpp.Merchant, authorization string, tree map[string]any, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
	wanted, err := parseToken(tree)
	if err != nil {
		return endpoint.Answer{}, err
	}
	now, id := s.now(), endpoint.NewToken()
	answer, err := s.Store.Tokenize(ctx, m.ID(), authorization, key, func(session *Session) (*token.Token, endpoint.Answer, error) {
		if made := session.Tokenized; made != nil {
			if !bytes.Equal(made.Fingerprint, key.Fingerprint) {
				return nil, endpoint.Answer{}, errConsumed
			}
			return nil, made.Answer, nil
		}
		if err := session.tokenizable(wanted, authorization, now); err != nil {
			return nil, endpoint.Answer{}, err
		}
		made := session.customerToken(id, wanted, now)
		if err := made.Begin(ctx, s.Acquirer); err != nil {
			return nil, endpoint.Answer{}, err
		}
		answer, err := endpoint.JSONAnswer(http.StatusOK, created(made, s.redirectURL(session.ID)))
		session.Tokenized = &Placed{Fingerprint: key.Fingerprint, Answer: answer}
		return &made, answer, err
	})
	if err != nil {
		return endpoint.Answer{}, endpoint.NotFoundAs(err, ErrNoToken)
	}
	return answer, nil
}

// tokenizable applies the rules of docs/spec/provider.md A.9. With an intent for both,
// the token may also come after the order.
func (s *Session) tokenizable(r tokenRequest, authorization string, now time.Time) error {
	a := s.Authorization
	intent := cmp.Or(a.Agreed.Intent, "buy")
	switch {
	case a.Token != authorization || !a.live(now):
		return ErrNoToken
	case !slices.Contains(tokenIntents, intent):
		return endpoint.NewError(endpoint.Forbidden, "INVALID_OPERATION", "Not allowed to create customer token for intent "+intent)
	}
	return r.fits(s.Purchase)
}

func (s *Session) customerToken(id string, r tokenRequest, now time.Time) token.Token {
	a := s.Authorization
	return token.Token{
		ID: id, Merchant: s.Merchant, Category: a.Category, Description: r.description,
		Country: r.country, Currency: r.currency, Locale: r.locale,
		Billing: a.Agreed.BillingAddress, Customer: purchase.Customer{Type: a.Agreed.Customer.Type, DateOfBirth: a.Agreed.Customer.DateOfBirth, Gender: a.Agreed.Customer.Gender},
		CreatedAt: now,
	}
}

func created(t token.Token, redirectURL string) payments.CreatedCustomerToken {
	answer := payments.CreatedCustomerToken{TokenId: t.ID, BillingAddress: payments.Address(t.Billing), RedirectUrl: redirectURL}
	answer.Customer.DateOfBirth, answer.Customer.Gender = t.Customer.DateOfBirth, t.Customer.Gender
	return answer
}
