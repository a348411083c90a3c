package playground_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/acquirer/acquirertest"
)

func TestAcquirer(t *testing.T) {
	acquirertest.Run(t, func(*testing.T) (acquirer.Acquirer, acquirertest.Cases) {
		question := acquirer.Authorization{
			Key: "a", Merchant: "m1", Category: "pay_later", Country: "SE", Currency: "SEK", Amount: 1000, Payer: hpp.Payer{Email: "joe@example.com"},
		}
		declined := question
		declined.Key, declined.Payer.Email = "b", "joe+denied@example.com"
		return playground.Acquirer{}, acquirertest.Cases{Approved: question, Declined: declined, Code: "123456"}
	})
}
