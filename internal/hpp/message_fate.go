package hpp

import "context"

// MessageFate is what becomes of a message after it was handed over.
type MessageFate string

// The fates.
const (
	MessageArrives MessageFate = "accept" // the other side has it
	MessageBounces MessageFate = "bounce" // the other side sends it back
	MessageIsRead  MessageFate = "open"   // the payer acts on the page it leads to
)

// MessageFates lists them.
var MessageFates = []MessageFate{MessageArrives, MessageBounces, MessageIsRead}

// CanBecome reports whether a fate is still open to a message.
func (d Distribution) CanBecome(fate MessageFate) bool {
	if fate == MessageArrives {
		return d.Pending()
	}
	return d.Pending() || d.State == DistributionAccepted
}

// Settle has a fate come over a message of the merchant's session, as a mail
// server or a payer would; reason is what a bounce says. CodeNotAllowed where the
// fate is open no more: what stands then is answered beside it.
func (s *DistributionService) Settle(ctx context.Context, m Merchant, id SessionID, number int64, fate MessageFate, reason string) (Distribution, error) {
	if _, err := s.Sessions.Store.FindForMerchant(ctx, m.ID(), id); err != nil {
		return Distribution{}, err
	}
	now := s.Sessions.now()
	var settled Distribution
	legal := false
	err := s.save(ctx, id, number, func(d *Distribution) {
		if legal = d.CanBecome(fate); legal {
			switch fate {
			case MessageArrives:
				d.markAccepted(now)
			case MessageBounces:
				d.finish(DistributionBounced, now, reason)
			case MessageIsRead:
				d.markOpened(now)
			}
		}
		settled = *d
	})
	if err == nil && !legal {
		err = newError(CodeNotAllowed, "The message is "+string(settled.State))
	}
	return settled, err
}
