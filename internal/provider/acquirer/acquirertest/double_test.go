package acquirertest_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/acquirer/acquirertest"
)

func TestDouble(t *testing.T) {
	acquirertest.Run(t, func(*testing.T) (acquirer.Acquirer, acquirertest.Cases) {
		question := acquirer.Authorization{Key: "a", Merchant: "m1", Category: "pay_now", Country: "SE", Currency: "SEK", Amount: 1000}
		declined := question
		declined.Key, declined.Payer = "b", hpp.Payer{Email: "declined@example.com"}
		return acquirertest.NewDouble(), acquirertest.Cases{Approved: question, Declined: declined}
	})
}
