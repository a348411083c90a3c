package story

import (
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// messages tell what became of each link and receipt that was handed over.
func messages(f Facts) (all []Entry) {
	for _, d := range f.Distributions {
		add := func(at time.Time, state hpp.DistributionState, what string) {
			if !at.IsZero() {
				all = append(all, Entry{At: at, Kind: KindMessage, Number: d.Number, State: state, Text: messageName(d) + " " + what})
			}
		}
		if d.Method != hpp.ByToken {
			add(d.QueuedAt, hpp.DistributionQueued, "was asked for")
		}
		switch {
		case !d.AcceptedAt.IsZero():
			add(d.AcceptedAt, hpp.DistributionAccepted, "was accepted")
		case !d.SentAt.IsZero():
			add(d.SentAt, hpp.DistributionSent, "was handed over; no answer came back")
		}
		add(d.OpenedAt, hpp.DistributionOpened, "was opened")
		switch d.State {
		case hpp.DistributionBounced:
			add(d.EndedAt, d.State, "came to nothing: "+d.Reason)
		case hpp.DistributionWithdrawn:
			add(d.EndedAt, d.State, "was not sent: "+d.Reason)
		}
	}
	return all
}

// messageName says what was handed over, and to whom as far as that may be shown.
func messageName(d hpp.Distribution) string {
	var name strings.Builder
	switch {
	case d.Kind == hpp.ReceiptDistribution:
		name.WriteString("Receipt")
	case d.Method == hpp.ByEmail:
		name.WriteString("E-mail")
	case d.Method == hpp.BySMS:
		name.WriteString("Text message")
	default:
		return "The link for a phone that showed a code"
	}
	if d.MaskedContact != "" {
		name.WriteString(" to " + d.MaskedContact)
	}
	return name.String()
}
