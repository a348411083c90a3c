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
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/playground/member"
	"github.com/openhpp/openhpp/internal/playground/token"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// intentTokenize is for a customer token and no order.
const intentTokenize = "tokenize"

// tokenIntents are what a customer token may come of (provider.md A.3.1).
var tokenIntents = []string{intentTokenize, "buy_and_tokenize", "buy_and_link", "buy_and_default_tokenize"}

// tokenRequest is customer_token_creation_request (provider.md A.3.12).
type tokenRequest struct {
	country, currency, locale, description, billing string
}

func parseToken(tree map[string]any) (tokenRequest, error) {
	found := &member.Faults{}
	o := member.Object{Tree: tree, Faults: found}
	r := tokenRequest{
		currency: strings.ToUpper(o.Matching("purchase_currency", member.Currency)), country: strings.ToUpper(o.Matching("purchase_country", member.Country)),
		locale: o.Matching("locale", member.Locale), description: o.Required("description", 255),
		billing: strings.ToUpper(o.Child("billing_address").Matching("country", member.Country)),
	}
	for _, name := range []string{"purchase_currency", "purchase_country", "locale"} {
		if !o.Has(name) {
			o.Wrong(name)
		}
	}
	if o.OneOf("intended_use", "SUBSCRIPTION"); !o.Has("intended_use") {
		o.Wrong("intended_use")
	}
	return r, exchange.Readable(found.Err())
}

// Tokenize turns an authorization into a customer token. The same body again
// is answered as the first time.
func (s *Service) Tokenize(ctx context.Context, m hpp.Merchant, authorization string, tree map[string]any, once exchange.Once) (exchange.Answer, error) {
	wanted, err := parseToken(tree)
	if err != nil {
		return exchange.Answer{}, err
	}
	now, id := s.now(), s.NewID()
	answer, err := s.Store.Tokenize(ctx, m.ID(), authorization, once, func(session *Session) (*token.Token, exchange.Answer, error) {
		if made := session.Tokenized; made != nil {
			if !bytes.Equal(made.Fingerprint, once.Fingerprint) {
				return nil, exchange.Answer{}, errConsumed
			}
			return nil, made.Answer, nil
		}
		if err := session.tokenizable(wanted, authorization, now); err != nil {
			return nil, exchange.Answer{}, err
		}
		made := session.customerToken(id, wanted, now)
		answer, err := exchange.Told(http.StatusOK, created(made, s.redirectURL(session.ID, session.Purchase.MerchantUrls.Confirmation)))
		session.Tokenized = &Placed{Fingerprint: once.Fingerprint, Answer: answer}
		return &made, answer, err
	})
	if err != nil {
		return exchange.Answer{}, exchange.Instead(err, ErrNoToken)
	}
	return answer, nil
}

// tokenizable applies the rules of provider.md A.9. With an intent for both,
// the token may also come after the order.
func (s *Session) tokenizable(r tokenRequest, authorization string, now time.Time) error {
	a := s.Authorization
	intent := cmp.Or(a.Agreed.Intent, "buy")
	switch {
	case a.Token != authorization || !a.live(now):
		return ErrNoToken
	case !slices.Contains(tokenIntents, intent):
		return exchange.Refuse(exchange.Forbidden, "INVALID_OPERATION", "Not allowed to create customer token for intent "+intent)
	case r.country != s.Purchase.PurchaseCountry, r.billing != "" && r.billing != s.Purchase.PurchaseCountry:
		return exchange.BadValue("purchase_country")
	case r.currency != s.Purchase.PurchaseCurrency:
		return exchange.BadValue("purchase_currency")
	}
	return nil
}

func (s *Session) customerToken(id string, r tokenRequest, now time.Time) token.Token {
	a := s.Authorization
	t := token.Token{
		ID: id, Merchant: s.Merchant, Category: a.Category, Description: r.description,
		Country: r.country, Currency: r.currency, Locale: r.locale,
		Billing: a.Agreed.BillingAddress, Customer: payments.Customer{Type: a.Agreed.Customer.Type, DateOfBirth: a.Agreed.Customer.DateOfBirth, Gender: a.Agreed.Customer.Gender},
		CreatedAt: now,
	}
	t.Begin()
	return t
}

func created(t token.Token, redirectURL string) payments.CreatedCustomerToken {
	answer := payments.CreatedCustomerToken{TokenId: t.ID, BillingAddress: t.Billing, RedirectUrl: redirectURL}
	answer.Customer.DateOfBirth, answer.Customer.Gender = t.Customer.DateOfBirth, t.Customer.Gender
	return answer
}
