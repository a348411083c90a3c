package provider_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/hpp/providertest"
)

// The built-in provider does what every provider must.
func TestConformance(t *testing.T) {
	providertest.Run(t, func(t *testing.T) providertest.Subject {
		p := newProvider(t)
		return providertest.Subject{
			Provider: p.core(),
			Open: func(*testing.T) hpp.PaymentRef {
				return hpp.PaymentRef{Provider: "builtin", Kind: hpp.KindPayments, ID: p.open(lamp())}
			},
			Authorize: func(_ *testing.T, ref hpp.PaymentRef) string { return p.approve(ref.ID, payer()) },
			Authorization: func(key string, of hpp.Purchase) hpp.Authorization {
				a := agreement(key, "123456")
				a.Amount, a.Currency = of.Amount, of.Currency
				return a
			},
		}
	})
}
