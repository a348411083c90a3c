package story

import (
	"fmt"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
)

// statusText says what an event changed.
func statusText(f Facts, i int) string {
	e := f.Events[i]
	switch e.Status {
	case hpp.InProgress:
		return actText(f, e)
	case hpp.Completed:
		if f.Session.Result.CompletedElsewhere {
			return "Paid outside this session"
		}
		return "Paid"
	case hpp.Failed:
		return "The payment was declined; the payer may try again"
	case hpp.Errored:
		return "The payment could not be finished; the payer may try again"
	case hpp.Back:
		return "The payer went back to the shop"
	case hpp.Cancelled:
		if e.Detail == hpp.CancelledByPayer {
			return "The payer cancelled"
		}
		return "The payment session was cancelled"
	case hpp.Disabled:
		if e.Detail != "" {
			return "The session was closed: " + e.Detail
		}
		return "The session was closed by its merchant"
	}
	return string(e.Status)
}

// sameAct is how far apart the first act on a page and the opening of the message
// that led there may be recorded.
const sameAct = 5 * time.Second

// actText says which message led the payer to the page, where one is known.
func actText(f Facts, e hpp.Event) string {
	for _, d := range f.Distributions {
		if apart := e.At.Sub(d.OpenedAt).Abs(); !d.OpenedAt.IsZero() && apart <= sameAct {
			return fmt.Sprintf("The payer acted on the page that message %d led to", d.Number)
		}
	}
	return "The payer acted on the page"
}

// declines say what providers' words for a decline mean (docs/spec/provider.md E.1).
var declines = map[string]string{
	"":                             "The provider declined it and gave no reason",
	"other":                        "The provider declined it and gave no reason",
	"denied":                       "The provider declined it and gave no reason",
	"not_offered":                  "The provider no longer offers this method for the purchase",
	"declined_at_provider":         "The payer was declined at the provider",
	"could_not_establish_identity": "The provider could not find out who the payer is",
	"credit_limit_exceeded":        "The purchase is more than the payer may owe",
	"customer_not_fulfilling_previous_engagements": "The payer has unpaid purchases at the provider",
	"external_hard_reject":                         "A company that the provider asks refused it",
	"high_risk":                                    "The provider found the risk too high",
	"internal_block":                               "The provider sells nothing to this payer",
	"legal_restraints":                             "The law forbids the provider to sell this to the payer",
	"low_credit_rating":                            "The payer's credit rating is too low for the provider",
	"technical_error":                              "Something failed at the provider",
	"under_age":                                    "The payer is too young for this method",
}

// declineText says why a payment was declined.
func declineText(reason string) string {
	if text, known := declines[reason]; known {
		return text
	}
	return "The provider declined it: " + strings.ReplaceAll(reason, "_", " ")
}

// attemptUnderWay says what is waited for.
func attemptUnderWay(step hpp.AttemptStep) (result, text string) {
	switch step {
	case hpp.StepChallenge:
		return "challenge", "The payer's one-time code is waited for"
	case hpp.StepWithPayer:
		return "with_payer", "The payer is at the provider"
	case hpp.StepPlacing:
		return "placing", "The payer has agreed; the order is being placed"
	}
	return "unknown", "The provider has not answered yet"
}

// tryText says what came of a try.
func tryText(d delivery.Delivery, try delivery.Try) string {
	what := map[delivery.Result]string{
		delivery.OK: "was taken", delivery.Timeout: "got no answer in time", delivery.Refused: "found nobody who listens", delivery.DNS: "did not find the host",
		delivery.TLS: "found no safe connection", delivery.Redirect: "was sent elsewhere, which nobody follows",
		delivery.Blocked: "was not made: this server may not call that address (OPENHPP_EGRESS_ALLOW)", delivery.Lost: "was not recorded: its process ended",
	}[try.Result]
	if try.Result == delivery.Status {
		what = fmt.Sprintf("was answered with %d", try.Status)
	}
	text := fmt.Sprintf("Try %d of the callback %s", try.Number, what)
	if d.State == delivery.GivenUp && try.Number == int64(len(d.Tries)) {
		text += "; nothing more is tried by itself"
	}
	return text
}
