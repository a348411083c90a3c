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
func (s *Service) Distribute(ctx context.Context, m Merchant, id SessionID, r DistributionRequest, claim IdempotencyKey) error {
	if done, err := s.findRepeat(ctx, m.ID(), &claim); done {
		return err
	}
	session, err := s.Read(ctx, m, id)
	if err != nil {
		return err
	}
	return s.distribute(ctx, session, r, claim)
}

// findRepeat reports whether a request was done already under its key, or cannot
// be done under it.
func (s *Service) findRepeat(ctx context.Context, m MerchantID, claim *IdempotencyKey) (bool, error) {
	if claim.Now = s.now(); claim.Value == "" {
		return false, nil
	}
	_, err := s.Store.FindByIdempotencyKey(ctx, m, *claim)
	return !IsCode(err, CodeNotFound), err
}

// distribute is Distribute for a session whose merchant is known.
func (s *Service) distribute(ctx context.Context, session Session, r DistributionRequest, claim IdempotencyKey) error {
	d, err := s.resolveRecipient(session, r)
	if err != nil {
		return err
	}
	why, err := s.suppressionReason(ctx, session.Merchant, d)
	switch {
	case err != nil:
		return err
	case why == reasonSuppressed:
		return newError(CodeBlacklisted, "The recipient has asked for no more messages of this merchant")
	case why != "":
		return newError(CodeConstraint, "Nothing is sent: "+why)
	}
	_, err = s.update(ctx, session.ID, func(draft *sessionChange) error { return draft.addDistribution(d, claim) })
	if quota, ok := errors.AsType[ErrQuota](err); ok {
		return quota.asError(s.now())
	}
	return err
}

const (
	reasonSuppressed  = "the recipient asked for no more messages"
	reasonSalesClosed = "the merchant takes no payments now"
)

// suppressionReason answers why nothing may be sent, if so.
func (s *Service) suppressionReason(ctx context.Context, m MerchantID, d Distribution) (why string, err error) {
	selling, err := s.Selling(ctx, m)
	if err != nil || !selling {
		return reasonSalesClosed, err
	}
	if d.Method == ByToken {
		return "", nil
	}
	recipients := [][]byte{d.RecipientHash}
	if mailbox := s.Links.mailboxHash(m, d); !bytes.Equal(mailbox, d.RecipientHash) {
		recipients = append(recipients, mailbox)
	}
	for _, recipient := range recipients {
		stopped, err := s.Distributions.IsSuppressed(ctx, m, recipient)
		if err != nil || stopped {
			return reasonSuppressed, err
		}
	}
	return "", nil
}

// addDistribution adds a distribution to what is saved.
func (d *sessionChange) addDistribution(one Distribution, claim IdempotencyKey) error {
	limit := d.service.Limits.Session
	switch {
	case d.session.HasExpired(d.now):
		return ErrNotFound
	case d.session.Status == Disabled:
		return newError(CodeConstraint, "The session was disabled by its merchant")
	case d.session.Status.Final():
		return newError(CodeConstraint, "The session is over: it is "+string(d.session.Status))
	case limit > 0 && d.session.DistributionCount >= limit:
		return newError(CodeTooMany, "Too many messages of this session: at most "+strconv.FormatInt(limit, 10))
	}
	d.session.DistributionCount++
	one.ID, one.Number, one.State, one.QueuedAt = d.service.NewID(), d.session.DistributionCount, DistributionQueued, d.now
	handover := Handover{Distribution: one, Quotas: d.service.Limits.quotas(one, d.service.Links.mailboxHash(d.session.Merchant, one), d.now)}
	switch one.Method {
	case ByEmail:
		// Whoever follows this message's link owns the mailbox.
		d.session.addRecipient(Recipient{Number: one.Number, Email: one.To})
	case BySMS:
		d.session.addRecipient(Recipient{Number: one.Number, Phone: one.To})
	case ByToken:
		handover.Access, one.To = one.RecipientHash, ""
		one.markAccepted(d.now)
		handover.Distribution = one
	}
	if one.Method != ByToken {
		d.change.Jobs = append(d.change.Jobs, Job{
			ID: one.ID, Kind: messageJobs[one.Method], Independent: true, Due: d.now, Payload: messageJob{d.session.ID, one.Number}.payload(),
		})
	}
	d.change.Handover, d.change.IdempotencyKey = &handover, claim
	return nil
}
