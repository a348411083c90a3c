package hpp

import (
	"bytes"
	"context"
	"errors"
	"strconv"
)

// DistributionRequest is a request to hand the link over, as it was sent
// (hpp.md §1.4).
type DistributionRequest struct {
	Method       string
	Email        string
	Phone        string
	PhoneCountry string
	AccessID     string
	Template     string
}

// Distribute hands the payer's link over by e-mail, text message or the code
// on the payer's phone. It answers once the request is kept; sending follows.
// Errors carry the published codes (hpp.md §1.4); a repeat under the same key
// sends nothing again.
func (s *Service) Distribute(ctx context.Context, m Merchant, id SessionID, r DistributionRequest, claim Claim) error {
	if done, err := s.claimed(ctx, m.ID(), &claim); done {
		return err
	}
	session, err := s.Read(ctx, m, id)
	if err != nil {
		return err
	}
	return s.handOver(ctx, session, r, claim)
}

// claimed reports whether a request was done already under its key, or cannot
// be done under it.
func (s *Service) claimed(ctx context.Context, m MerchantID, claim *Claim) (bool, error) {
	if claim.Now = s.now(); claim.Key == "" {
		return false, nil
	}
	_, err := s.Store.Claimed(ctx, m, *claim)
	return !IsCode(err, CodeNotFound), err
}

// handOver is Distribute for a session whose merchant is known.
func (s *Service) handOver(ctx context.Context, session Session, r DistributionRequest, claim Claim) error {
	d, err := s.addressed(session, r)
	if err != nil {
		return err
	}
	why, err := s.unwanted(ctx, session.Merchant, d)
	switch {
	case err != nil:
		return err
	case why == wantsNone:
		return fault(CodeBlacklisted, "The recipient has asked for no more messages of this merchant")
	case why != "":
		return fault(CodeConstraint, "Nothing is sent: "+why)
	}
	_, err = s.update(ctx, session.ID, func(draft *draft) error { return draft.hand(d, claim) })
	if quota, ok := errors.AsType[ErrQuota](err); ok {
		return quota.told(s.now())
	}
	return err
}

const (
	wantsNone = "the recipient asked for no more messages"
	sellsNone = "the merchant takes no payments now"
)

// unwanted answers why nothing may be sent, if so.
func (s *Service) unwanted(ctx context.Context, m MerchantID, d Distribution) (why string, err error) {
	selling, err := s.Selling(ctx, m)
	if err != nil || !selling {
		return sellsNone, err
	}
	if d.Method == ByToken {
		return "", nil
	}
	recipients := [][]byte{d.Recipient}
	if mailbox := s.Links.mailbox(m, d); !bytes.Equal(mailbox, d.Recipient) {
		recipients = append(recipients, mailbox)
	}
	for _, recipient := range recipients {
		stopped, err := s.Distributions.Stopped(ctx, m, recipient)
		if err != nil || stopped {
			return wantsNone, err
		}
	}
	return "", nil
}

// hand adds a distribution to what is saved.
func (d *draft) hand(one Distribution, claim Claim) error {
	limit := d.service.Limits.Session
	switch {
	case d.session.Over(d.now):
		return ErrNotFound
	case d.session.Status == Disabled:
		return fault(CodeConstraint, "The session was disabled by its merchant")
	case d.session.Status.Final():
		return fault(CodeConstraint, "The session is over: it is "+string(d.session.Status))
	case limit > 0 && d.session.Distributed >= limit:
		return fault(CodeTooMany, "Too many messages of this session: at most "+strconv.FormatInt(limit, 10))
	}
	d.session.Distributed++
	one.ID, one.Number, one.State, one.QueuedAt = d.service.NewID(), d.session.Distributed, DistributionQueued, d.now
	handover := Handover{Distribution: one, Quotas: d.service.Limits.quotas(one, d.service.Links.mailbox(d.session.Merchant, one), d.now)}
	switch one.Method {
	case ByEmail:
		// Whoever follows this message's link owns the mailbox.
		d.session.invite(Recipient{Number: one.Number, Email: one.To})
	case BySMS:
		d.session.invite(Recipient{Number: one.Number, Phone: one.To})
	case ByToken:
		handover.Access, one.To = one.Recipient, ""
		one.accepted(d.now)
		handover.Distribution = one
	}
	if one.Method != ByToken {
		d.change.Jobs = append(d.change.Jobs, Job{
			ID: one.ID, Kind: messageJobs[one.Method], Apart: true, Due: d.now, Payload: ticket{d.session.ID, one.Number}.payload(),
		})
	}
	d.change.Handover, d.change.Claim = &handover, claim
	return nil
}
