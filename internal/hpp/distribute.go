package hpp

import (
	"bytes"
	"context"
	"errors"
	"strconv"
)

// DistributionRequest is a request to hand the link over, as it was sent
// (docs/spec/hpp.md §1.4).
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
// Errors carry the published codes (docs/spec/hpp.md §1.4); a repeat under the same key
// sends nothing again.
func (s *DistributionService) Distribute(ctx context.Context, m Merchant, id SessionID, r DistributionRequest, key IdempotencyKey) error {
	if done, err := s.findRepeat(ctx, m.ID(), &key); done {
		return err
	}
	session, err := s.Sessions.Read(ctx, m, id)
	if err != nil {
		return err
	}
	return s.distribute(ctx, session, r, key)
}

// findRepeat reports whether a request was done already under its key, or cannot
// be done under it.
func (s *DistributionService) findRepeat(ctx context.Context, m MerchantID, key *IdempotencyKey) (bool, error) {
	if key.Now = s.Sessions.now(); key.Value == "" {
		return false, nil
	}
	_, err := s.Sessions.Store.FindByIdempotencyKey(ctx, m, *key)
	return !IsCode(err, CodeNotFound), err
}

// distribute is Distribute for a session whose merchant is known.
func (s *DistributionService) distribute(ctx context.Context, session Session, r DistributionRequest, key IdempotencyKey) error {
	d, err := s.resolveRecipient(session, r)
	if err != nil {
		return err
	}
	return s.handOver(ctx, session, d, key)
}

// handOver keeps a distribution whose recipient is known, unless nothing may go
// there.
func (s *DistributionService) handOver(ctx context.Context, session Session, d Distribution, key IdempotencyKey) error {
	why, err := s.suppressionReason(ctx, session.Merchant, d)
	switch {
	case err != nil:
		return err
	case why == reasonSuppressed:
		return newError(CodeBlacklisted, "The recipient has asked for no more messages of this merchant")
	case why != "":
		return newError(CodeConstraint, "Nothing is sent: "+why)
	}
	_, err = s.Sessions.update(ctx, session.ID, func(c *sessionChange) error { return c.addDistribution(s, d, key) })
	if err == nil && d.Method == ByToken {
		s.Sessions.Changes.Publish(accessTopic(d.RecipientHash), 0)
	}
	if quota, ok := errors.AsType[ErrQuota](err); ok {
		return quota.asError(s.Sessions.now())
	}
	return err
}

const (
	reasonSuppressed  = "the recipient asked for no more messages"
	reasonSalesClosed = "the merchant takes no payments now"
)

// suppressionReason answers why nothing may be sent, if so.
func (s *DistributionService) suppressionReason(ctx context.Context, m MerchantID, d Distribution) (why string, err error) {
	selling, err := s.Sessions.Selling(ctx, m)
	if err != nil || !selling {
		return reasonSalesClosed, err
	}
	if d.Method == ByToken {
		return "", nil
	}
	if stopped, err := s.isSuppressed(ctx, m, d); err != nil || stopped {
		return reasonSuppressed, err
	}
	return "", nil
}

// isSuppressed reports whether the recipient of a message, or the mailbox behind the
// address, wants none of a merchant.
func (s *DistributionService) isSuppressed(ctx context.Context, m MerchantID, d Distribution) (bool, error) {
	recipients := [][]byte{d.RecipientHash}
	if mailbox := s.Sessions.Links.mailboxHash(m, d); !bytes.Equal(mailbox, d.RecipientHash) {
		recipients = append(recipients, mailbox)
	}
	for _, recipient := range recipients {
		stopped, err := s.Distributions.IsSuppressed(ctx, m, recipient)
		if err != nil || stopped {
			return stopped, err
		}
	}
	return false, nil
}

// addDistribution adds a distribution to what is saved.
func (c *sessionChange) addDistribution(s *DistributionService, one Distribution, key IdempotencyKey) error {
	limit := s.Limits.Session
	switch {
	case c.session.HasExpired(c.now):
		return ErrNotFound
	case c.session.Status == Disabled:
		return newError(CodeConstraint, "The session was disabled by its merchant")
	case c.session.Status.Final():
		return newError(CodeConstraint, "The session is over: it is "+string(c.session.Status))
	case limit > 0 && c.session.DistributionCount >= limit:
		return newError(CodeTooMany, "Too many messages of this session: at most "+strconv.FormatInt(limit, 10))
	}
	c.session.DistributionCount++
	if one.ID == "" {
		one.ID = c.service.NewID()
	}
	one.Number, one.State, one.QueuedAt = c.session.DistributionCount, DistributionQueued, c.now
	handover := Handover{Distribution: one, Quotas: s.Limits.quotas(one, c.service.Links.mailboxHash(c.session.Merchant, one), c.now)}
	switch one.Method {
	case ByEmail:
		// Whoever follows this message's link owns the mailbox.
		c.session.addRecipient(Recipient{Number: one.Number, Email: one.To})
	case BySMS:
		c.session.addRecipient(Recipient{Number: one.Number, Phone: one.To})
	case ByToken:
		handover.Access, one.To = one.RecipientHash, ""
		one.markAccepted(c.now)
		handover.Distribution = one
	}
	if one.Method != ByToken {
		c.change.Jobs = append(c.change.Jobs, Job{
			ID: one.ID, Kind: messageJobs[one.Method], Independent: true, Due: c.now, Payload: messageJob{c.session.ID, one.Number}.payload(),
		})
	}
	c.change.Handover, c.change.IdempotencyKey = &handover, key
	return nil
}
