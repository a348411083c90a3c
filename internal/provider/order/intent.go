package order

import (
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
)

// Intent is money that is about to move: committed before the acquirer is
// asked, so that a process that dies leaves nothing in the dark. What it takes
// of the order is taken already. It becomes the capture or refund it holds, or
// stays as declined for the repeats of its request.
type Intent struct {
	ID       string    `json:"id"`      // that of the capture or refund, and the acquirer's key
	Capture  *Capture  `json:"capture"` // one of both is set
	Refund   *Refund   `json:"refund"`
	Declined bool      `json:"declined,omitempty"`
	Reason   string    `json:"reason,omitempty"` // with Declined
	At       time.Time `json:"at"`
}

func (i Intent) amount() int64 {
	if i.Capture != nil {
		return i.Capture.Amount
	}
	return i.Refund.Amount
}

// begin takes an intent up. Declined ones are forgotten when no idempotency key
// can ask for them any more.
func (o *Order) begin(i Intent) {
	o.Intents = slices.DeleteFunc(o.Intents, func(old Intent) bool {
		return old.Declined && i.At.Sub(old.At) >= hpp.IdempotencyKeyLife
	})
	o.Intents = append(o.Intents, i)
	if i.Capture != nil {
		o.Acknowledged = true
	}
}

// finish takes the acquirer's definite answer. A second answer changes nothing.
func (o *Order) finish(id string, outcome acquirer.Outcome) {
	at := slices.IndexFunc(o.Intents, func(i Intent) bool { return i.ID == id && !i.Declined })
	if at < 0 || !outcome.Result.Definite() {
		return
	}
	if outcome.Result == acquirer.Declined {
		o.Intents[at].Declined, o.Intents[at].Reason = true, outcome.Reason
		return
	}
	done := o.Intents[at]
	o.Intents = slices.Delete(o.Intents, at, at+1)
	if done.Capture != nil {
		o.take(*done.Capture)
		return
	}
	done.Refund.Number = len(o.Refunds) + 1
	o.Refunds = append(o.Refunds, *done.Refund)
}

// intent finds one that is pending or was declined.
func (o *Order) intent(id string) (Intent, bool) {
	at := slices.IndexFunc(o.Intents, func(i Intent) bool { return i.ID == id })
	if at < 0 {
		return Intent{}, false
	}
	return o.Intents[at], true
}

// pendingCaptures is what intents have taken of the authorization, in minor
// units, and whether there are any.
func (o *Order) pendingCaptures() (sum int64, found bool) {
	for _, i := range o.Intents {
		if i.Capture != nil && !i.Declined {
			sum, found = sum+i.Capture.Amount, true
		}
	}
	return sum, found
}

// pendingRefunds is what intents have taken of the captures, in minor units.
func (o *Order) pendingRefunds() (sum int64) {
	for _, i := range o.Intents {
		if i.Refund != nil && !i.Declined {
			sum += i.Refund.Amount
		}
	}
	return sum
}
