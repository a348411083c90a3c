package hpp

import (
	"context"
	"errors"
	"time"
)

// Invitation is what a message tells a payer; the same on every try.
type Invitation struct {
	Distribution Distribution
	Merchant     MerchantID
	Shop         string
	Purchase     Purchase
	Link         string // the payer's page
	Stop         string // where the recipient stops such messages
	ExpiresAt    time.Time
}

// Messenger hands an invitation to a mail server or a gateway. An error may
// say more by the methods of SendError.
type Messenger interface {
	Send(ctx context.Context, i Invitation) error
}

// SendError is an error of a Messenger: why, in words that a merchant may
// read, and whether another try can help.
type SendError interface {
	error
	Reason() string
	// IsPermanent says that no further try can succeed.
	IsPermanent() bool
	// IsUnknown says that the message was handed over, but no answer came back.
	IsUnknown() bool
}

// defaultSendReason stands for an error that says nothing a merchant may read.
const defaultSendReason = "could not be sent"

const reasonNoServer = "no server for such messages is configured"

// Send makes one try to send a message. An error asks for another one; the
// message's own id is the same every time, so that a mailbox that got it twice
// can tell. What is not sent when the session ends is not sent at all.
func (s *DistributionService) Send(ctx context.Context, payload []byte) error {
	t, err := readMessageJob(payload)
	if err != nil {
		return err
	}
	session, err := s.Sessions.Store.Find(ctx, t.Session)
	if err != nil {
		return ignoreNotFound(err)
	}
	d, err := s.Distributions.Distribution(ctx, t.Session, t.Number)
	if err != nil || !d.Pending() {
		return ignoreNotFound(err)
	}
	if d.Kind == ReceiptDistribution {
		return s.sendReceipt(ctx, session, d)
	}
	if now := s.Sessions.now(); !session.IsOpen(now) {
		return s.recordOutcome(ctx, d, func(d *Distribution) { d.finishAfterExpiry(now) })
	}
	why, err := s.suppressionReason(ctx, session.Merchant, d)
	if err != nil {
		return err
	}
	if why != "" {
		return s.recordOutcome(ctx, d, func(d *Distribution) { d.finish(DistributionWithdrawn, s.Sessions.now(), why) })
	}
	return s.sendOnce(ctx, session, d)
}

// finishAfterExpiry ends a message whose session is over. One that may have arrived, or
// was refused again and again, was not withdrawn.
func (d *Distribution) finishAfterExpiry(now time.Time) {
	if d.Reason == "" {
		d.finish(DistributionWithdrawn, now, "the session is over")
		return
	}
	d.finish(DistributionBounced, now, "the session ended before it could be sent: "+d.Reason)
}

func (s *DistributionService) sendOnce(ctx context.Context, session Session, d Distribution) error {
	messenger, ok := s.Messengers[d.Method]
	if !ok {
		return s.recordOutcome(ctx, d, func(d *Distribution) {
			d.finish(DistributionBounced, s.Sessions.now(), reasonNoServer)
		})
	}
	return s.recordTry(ctx, d, messenger.Send(ctx, Invitation{
		Distribution: d, Merchant: session.Merchant, Shop: session.Shop, Purchase: session.Purchase,
		Link: s.Sessions.Links.MessageURL(session, d.Number), Stop: s.Sessions.Links.StopURL(d), ExpiresAt: session.ExpiresAt,
	}))
}

// recordTry keeps what came of a try. An error asks for another one.
func (s *DistributionService) recordTry(ctx context.Context, d Distribution, err error) error {
	now := s.Sessions.now()
	if err == nil {
		return s.recordOutcome(ctx, d, func(d *Distribution) { d.markAccepted(now) })
	}
	why, forGood, unsure := defaultSendReason, false, false
	if u, ok := errors.AsType[SendError](err); ok {
		why, forGood, unsure = u.Reason(), u.IsPermanent(), u.IsUnknown()
	}
	recorded := s.recordOutcome(ctx, d, func(d *Distribution) {
		switch {
		case forGood:
			d.finish(DistributionBounced, now, why)
		case unsure:
			d.markSent(now, why)
		default:
			d.Reason = why
		}
	})
	if forGood {
		return recorded
	}
	return errors.Join(err, recorded)
}

// recordOutcome keeps what became of a try, also when its time is over: the message
// may be on its way. One that the payer opened meanwhile stays opened.
func (s *DistributionService) recordOutcome(ctx context.Context, d Distribution, change func(*Distribution)) error {
	return s.save(context.WithoutCancel(ctx), d.Session, d.Number, func(d *Distribution) {
		if d.Pending() {
			change(d)
		}
	})
}

// RecordOpened implements Messages, on a gesture or a form: scanners open pages
// too. It never fails a payer: what cannot be recorded is logged.
func (s *DistributionService) RecordOpened(ctx context.Context, view PageView, number int64) {
	session := view.opened.session
	if number < 1 || number > session.DistributionCount {
		return
	}
	if err := s.recordOpened(ctx, session.ID, number); err != nil && !IsCode(err, CodeNotFound) {
		s.Sessions.Log.WarnContext(ctx, "a message's opening was not recorded", "error", err)
	}
}

func (s *DistributionService) recordOpened(ctx context.Context, id SessionID, number int64) error {
	d, err := s.Distributions.Distribution(ctx, id, number)
	if err != nil || !d.OpenedAt.IsZero() {
		return err
	}
	now := s.Sessions.now()
	return s.save(ctx, id, number, func(d *Distribution) {
		if d.OpenedAt.IsZero() {
			d.markOpened(now)
		}
	})
}

// save lets change alter a distribution, and tells the tills that show it.
func (s *DistributionService) save(ctx context.Context, id SessionID, number int64, change func(*Distribution)) error {
	err := s.Distributions.Record(ctx, id, number, change)
	if err == nil {
		s.Sessions.Changes.Publish(distributionsTopic(id), 0)
	}
	return err
}
