package playground_test

import (
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// Every ending is an address that the provider takes, in every country, and ends
// as it says.
func TestEndingsEndAsTheySay(t *testing.T) {
	type decided struct {
		result           acquirer.Result
		reason           string
		withdrawn, lapse bool
		review           time.Duration
	}
	endings := map[playground.Ending]decided{
		playground.EndsChallenged:                      {result: acquirer.Challenged},
		playground.EndsApproved:                        {result: acquirer.Approved},
		playground.EndsWithdrawn:                       {result: acquirer.Declined, reason: "not_offered", withdrawn: true},
		playground.EndsStalled:                         {result: acquirer.Unknown},
		playground.EndsLapsed:                          {result: acquirer.Approved, lapse: true},
		playground.EndsUncaptured:                      {result: acquirer.Approved},
		playground.EndsUndecided:                       {result: acquirer.Approved, review: 10 * 365 * 24 * time.Hour},
		playground.EndsPending(true, 90*time.Second):   {result: acquirer.Approved, review: 90 * time.Second},
		playground.EndsPending(false, 99*24*time.Hour): {result: acquirer.Approved, review: 99 * 24 * time.Hour},
	}
	for _, reason := range playground.Reasons() {
		endings[playground.EndsDeclined(reason)] = decided{result: acquirer.Declined, reason: reason}
	}
	for _, country := range playground.Countries() {
		for ending, want := range endings {
			payer, ok := playground.PersonFor(country, ending)
			if !ok || !purchase.Email(payer.Email) || payer.Country != country {
				t.Fatalf("%s, %q: %+v", country, ending, payer)
			}
			// An hour later it is still so: a stalled payment does not end by itself.
			v, err := playground.Acquirer{}.Authorize(t.Context(), acquirer.Authorization{Key: "a", Country: country, Payer: payer, Waited: time.Hour})
			got := decided{result: v.Result, reason: v.Reason, withdrawn: v.Withdrawn, lapse: v.Lapsed}
			if v.Review != nil {
				got.review = v.Review.Wait
			}
			if err != nil || got != want {
				t.Errorf("%s, %q: %+v, %v; want %+v", country, ending, got, err, want)
			}
		}
	}
}

func TestCapturesThatFail(t *testing.T) {
	payer, _ := playground.PersonFor("SE", playground.EndsUncaptured)
	v, err := playground.Acquirer{}.Authorize(t.Context(), acquirer.Authorization{Key: "a", Country: "SE", Payer: payer})
	if err != nil {
		t.Fatal(err)
	}
	got, err := playground.Acquirer{}.Capture(t.Context(), acquirer.Movement{Key: "c", Reference: v.Reference})
	if err != nil || got.Result != acquirer.Declined || got.Reason == "" {
		t.Errorf("captured: %+v, %v", got, err)
	}
}
