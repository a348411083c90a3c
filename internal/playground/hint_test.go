package playground_test

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
)

// What the hints promise is what the acquirer does.
func TestHintsDoWhatTheySay(t *testing.T) {
	var a playground.Acquirer
	for _, country := range []string{"SE", "US"} {
		email := "customer@example.com"
		for i, hint := range playground.Hints(country, "example.com") {
			question := acquirer.Authorization{
				Key: country + string(rune('a'+i)), Merchant: "m1", Category: "pay_later", Country: country, Currency: "SEK", Amount: 1000,
				Payer: hpp.Payer{Email: email}, Code: "123456",
			}
			if strings.Contains(hint.Text, "@") {
				question.Payer.Email = hint.Text
			} else {
				question.Code = hint.Text
			}
			got, err := a.Authorize(t.Context(), question)
			if err != nil {
				t.Fatal(err)
			}
			said := "is approved"
			switch {
			case got.Withdrawn:
				said = "is not offered"
			case got.Result == acquirer.Declined:
				said = "is declined"
			case got.WrongCode:
				said = "is the wrong one"
			case got.Review != nil:
				said = "waits five minutes"
			case got.Result == acquirer.Approved && hint.Text == question.Code:
				said = "is the right one-time code"
			}
			if !strings.Contains(hint.Result, said) {
				t.Errorf("%s in %s %s; the hint says that it %s", hint.Text, country, said, hint.Result)
			}
		}
	}
}
