package hpp

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"net/url"
)

// A provider's server may bring an authorization before the payer's browser does.
// It proves itself by the secret in the address, which is its payment's own.

// callbackSecret is the last part of the address that a provider brings
// authorizations of a payment to.
func (l Links) callbackSecret(merchant MerchantID, ref PaymentRef) string {
	sum := l.mac("upstream callback", string(merchant), ref.Provider, string(ref.Kind), ref.ID)
	return base64.RawURLEncoding.EncodeToString(sum[:tokenSize])
}

// ProviderCallbackURL is where a provider's server brings authorizations of a
// payment.
func (l Links) ProviderCallbackURL(merchant MerchantID, ref PaymentRef) string {
	return l.publicURL + "/openhpp/v1/upstream/" + url.PathEscape(ref.Provider) + "/authorizations/" + l.callbackSecret(merchant, ref)
}

// ProviderCallbacks are what providers' servers bring. SessionService implements
// it.
type ProviderCallbacks interface {
	// Authorized stores an authorization of a payment session, and answers
	// before an order is placed. Secrets that fit no payment, and payments that
	// wait for nothing, are no errors: the provider need not try again.
	Authorized(ctx context.Context, provider, secret, paymentID, token string) error
}

// Authorized implements ProviderCallbacks.
func (s *SessionService) Authorized(ctx context.Context, provider, secret, paymentID, token string) error {
	ref := PaymentRef{Provider: provider, Kind: KindPayments, ID: paymentID}
	ids, err := s.Store.ListByPayment(ctx, ref)
	if err != nil || len(ids) == 0 || token == "" {
		return err
	}
	session, err := s.Store.Find(ctx, ids[0])
	if err != nil {
		return ignoreNotFound(err)
	}
	if !hmac.Equal([]byte(secret), []byte(s.Links.callbackSecret(session.Merchant, ref))) {
		return nil
	}
	waiting, err := s.waitingFor(ctx, ref)
	if err != nil {
		return err
	}
	if waiting == "" {
		return s.releaseUnwanted(ctx, session.ID, token)
	}
	_, err = s.acceptToken(ctx, waiting, arrival{token: token, proven: true})
	return err
}
