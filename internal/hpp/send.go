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
// say more by the methods of Undelivered.
type Messenger interface {
	Send(ctx context.Context, i Invitation) error
}

// Undelivered is an error of a Messenger: why, in words that a merchant may
// read, and whether another try can help.
type Undelivered interface {
	error
	Why() string
	// ForGood says that no further try can succeed.
	ForGood() bool
	// Unsure says that the message was handed over, but no answer came back.
	Unsure() bool
}

// unexplained stands for an error that says nothing a merchant may read.
const unexplained = "could not be sent"

// Send makes one try to send a message. An error asks for another one; the
// message's own id is the same every time, so that a mailbox that got it twice
// can tell. What is not sent when the session ends is not sent at all.
func (s *Service) Send(ctx context.Context, payload []byte) error {
	t, err := readTicket(payload)
	if err != nil {
		return err
	}
	session, err := s.Store.Find(ctx, t.Session)
	if err != nil {
		return gone(err)
	}
	d, err := s.Distributions.Distribution(ctx, t.Session, t.Number)
	if err != nil || !d.Pending() {
		return gone(err)
	}
	if now := s.now(); !session.Open(now) {
		return s.record(ctx, d, func(d *Distribution) { d.lapse(now) })
	}
	why, err := s.unwanted(ctx, session.Merchant, d)
	if err != nil {
		return err
	}
	if why != "" {
		return s.record(ctx, d, func(d *Distribution) { d.end(DistributionWithdrawn, s.now(), why) })
	}
	return s.sendOnce(ctx, session, d)
}

// lapse ends a message whose session is over. One that may have arrived, or
// was refused again and again, was not withdrawn.
func (d *Distribution) lapse(now time.Time) {
	if d.Reason == "" {
		d.end(DistributionWithdrawn, now, "the session is over")
		return
	}
	d.end(DistributionBounced, now, "the session ended before it could be sent: "+d.Reason)
}

func (s *Service) sendOnce(ctx context.Context, session Session, d Distribution) error {
	messenger, ok := s.Messengers[d.Method]
	if !ok {
		return s.record(ctx, d, func(d *Distribution) {
			d.end(DistributionBounced, s.now(), "no server for such messages is configured")
		})
	}
	err := messenger.Send(ctx, Invitation{
		Distribution: d, Merchant: session.Merchant, Shop: session.Shop, Purchase: session.Purchase,
		Link: s.Links.Sent(session, d.Number), Stop: s.Links.Stop(d), ExpiresAt: session.ExpiresAt,
	})
	now := s.now()
	if err == nil {
		return s.record(ctx, d, func(d *Distribution) { d.accepted(now) })
	}
	why, forGood, unsure := unexplained, false, false
	if u, ok := errors.AsType[Undelivered](err); ok {
		why, forGood, unsure = u.Why(), u.ForGood(), u.Unsure()
	}
	recorded := s.record(ctx, d, func(d *Distribution) {
		switch {
		case forGood:
			d.end(DistributionBounced, now, why)
		case unsure:
			d.sent(now, why)
		default:
			d.Reason = why
		}
	})
	if forGood {
		return recorded
	}
	return errors.Join(err, recorded)
}

// record keeps what became of a try, also when its time is over: the message
// may be on its way. One that the payer opened meanwhile stays opened.
func (s *Service) record(ctx context.Context, d Distribution, change func(*Distribution)) error {
	return s.Distributions.Record(context.WithoutCancel(ctx), d.Session, d.Number, func(d *Distribution) {
		if d.Pending() {
			change(d)
		}
	})
}

// Arrive records that the payer acts on the page that a message led to: a
// gesture or a form, since scanners open pages too. It never fails a payer:
// what cannot be recorded is logged.
func (s *Service) Arrive(ctx context.Context, link string, number int64) {
	err := func() error {
		session, err := s.byLink(ctx, link)
		if err != nil || number < 1 || number > session.Distributed {
			return err
		}
		d, err := s.Distributions.Distribution(ctx, session.ID, number)
		if err != nil || !d.OpenedAt.IsZero() {
			return err
		}
		now := s.now()
		return s.Distributions.Record(ctx, session.ID, number, func(d *Distribution) {
			if d.OpenedAt.IsZero() {
				d.opened(now)
			}
		})
	}()
	if err != nil && !IsCode(err, CodeNotFound) {
		s.Log.WarnContext(ctx, "a message's opening was not recorded", "error", err)
	}
}
