package playground_test

import (
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/market"
)

// What a scenario fills in ends as it says, in every market.
func TestScenariosEndAsTheySay(t *testing.T) {
	for _, m := range market.All() {
		for scenario, want := range map[playground.Scenario]acquirer.Verdict{
			playground.Approves:  {Result: acquirer.Approved, Reference: "test accepted"},
			playground.Declines:  {Result: acquirer.Declined, Reason: "denied"},
			playground.WrongCode: {Result: acquirer.Challenged, WrongCode: true},
			playground.Pends:     {Result: acquirer.Approved, Reference: "test pend-accept", Review: &acquirer.Review{Wait: time.Minute}},
			playground.Stalls:    {Result: acquirer.Unknown},
		} {
			payer, ok := playground.Fill(m.Country, scenario)
			if !ok || payer.Country != m.Country {
				t.Fatalf("%s, %s: nobody", m.Country, scenario)
			}
			question := acquirer.Authorization{Key: "a", Country: m.Country, Payer: payer, Code: playground.CodeOf(payer)}
			got, err := playground.Acquirer{}.Authorize(t.Context(), question)
			if err != nil || got.Result != want.Result || got.Reason != want.Reason || got.WrongCode != want.WrongCode || got.Reference != want.Reference {
				t.Errorf("%s, %s: %+v, %v", m.Country, scenario, got, err)
			}
			if (got.Review == nil) != (want.Review == nil) || got.Review != nil && *got.Review != *want.Review {
				t.Errorf("%s, %s: review %+v", m.Country, scenario, got.Review)
			}
		}
	}
}

// The silence ends by itself, and nobody has to type a code then.
func TestTheSilenceEnds(t *testing.T) {
	payer, _ := playground.Fill("SE", playground.Stalls)
	question := acquirer.Authorization{Key: "a", Country: "SE", Payer: payer}
	for waited, want := range map[time.Duration]acquirer.Result{0: acquirer.Unknown, 9 * time.Second: acquirer.Unknown, 10 * time.Second: acquirer.Approved} {
		question.Waited = waited
		if got, err := (playground.Acquirer{}).Authorize(t.Context(), question); err != nil || got.Result != want {
			t.Errorf("after %s: %+v, %v", waited, got, err)
		}
	}
}

func TestNobodyIsFilledInForWhatIsUnknown(t *testing.T) {
	if _, ok := playground.Fill("ZZ", playground.Approves); ok {
		t.Error("a person of no market")
	}
	if _, ok := playground.Fill("SE", "rich"); ok {
		t.Error("a person for no scenario")
	}
	for _, email := range []string{"", "joe@example.com", "customer@example.com", "customers@email.se"} {
		if code := playground.CodeOf(hpp.Payer{Email: email}); code != "" {
			t.Errorf("%s types %s", email, code)
		}
	}
}
