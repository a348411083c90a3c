package hpp

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"
	"time"
)

// Receipt is what an e-mail tells of a completed purchase; the same on every
// try.
type Receipt struct {
	Distribution Distribution
	Merchant     MerchantID
	Shop         string
	Purchase     Purchase
	Category     Category // how it was paid; empty: elsewhere
	Order        string   // the order's number; empty: there is none yet
	Reference    string   // what the payer quotes
	Stop         string   // where the recipient stops such messages
	CompletedAt  time.Time
}

// ReceiptMessenger is a Messenger that can send receipts too, and fails alike.
type ReceiptMessenger interface {
	SendReceipt(ctx context.Context, r Receipt) error
}

// Receipts of one session, and how long the same address gets one and no more: a
// second press after a lost answer sends nothing again.
const (
	maxReceipts   = 5
	receiptRepeat = 10 * time.Minute
)

// receiptLife is how long a receipt is tried.
const receiptLife = dayLength

// SendsReceipts implements Messages.
func (s *DistributionService) SendsReceipts() bool {
	_, ok := s.Messengers[ByEmail].(ReceiptMessenger)
	return ok
}

// SendReceipt implements Messages.
func (s *DistributionService) SendReceipt(ctx context.Context, view PageView, email string) error {
	session := view.opened.session
	if session.Status != Completed || !s.SendsReceipts() {
		return ErrClosed
	}
	to, err := s.Contacts.Email(email)
	if err != nil {
		return constraintError("email", err.Error())
	}
	d := Distribution{Session: session.ID, Method: ByEmail, Kind: ReceiptDistribution, To: to, MaskedContact: s.Contacts.Masked(to)}
	d.RecipientHash = s.Sessions.Links.RecipientHash(session.Merchant, ByEmail, to)
	stopped, err := s.isSuppressed(ctx, session.Merchant, d)
	if err != nil {
		return err
	}
	if stopped {
		return newError(CodeBlacklisted, "The recipient has asked for no more messages of this merchant")
	}
	key := receiptKey(d, s.Sessions.now())
	if done, err := s.findRepeat(ctx, session.Merchant, &key); done {
		return err
	}
	_, err = s.Sessions.update(ctx, session.ID, func(c *sessionChange) error { return c.addReceipt(s, d, key) })
	if quota, ok := errors.AsType[ErrQuota](err); ok {
		return quota.asError(s.Sessions.now())
	}
	return err
}

// receiptKey is the same for the same address of a session for some minutes.
func receiptKey(d Distribution, now time.Time) IdempotencyKey {
	slot := strconv.FormatInt(now.UnixMilli()/receiptRepeat.Milliseconds(), 10)
	return IdempotencyKey{Value: "receipt " + string(d.Session) + " " + hex.EncodeToString(d.RecipientHash) + " " + slot, Fingerprint: d.RecipientHash}
}

// addReceipt adds a receipt to what is saved.
func (c *sessionChange) addReceipt(s *DistributionService, one Distribution, key IdempotencyKey) error {
	limit := s.Limits.Session
	switch {
	case c.session.Status != Completed:
		return ErrClosed
	case c.session.ReceiptCount >= maxReceipts, limit > 0 && c.session.DistributionCount >= limit:
		return newError(CodeTooMany, "Too many messages of this session")
	}
	c.session.DistributionCount++
	c.session.ReceiptCount++
	one.ID, one.Number, one.State, one.QueuedAt = c.service.NewID(), c.session.DistributionCount, DistributionQueued, c.now
	c.change.Handover = &Handover{Distribution: one, Quotas: s.Limits.quotas(one, c.service.Links.mailboxHash(c.session.Merchant, one), c.now)}
	c.change.Jobs = append(c.change.Jobs, Job{
		ID: one.ID, Kind: JobEmail, Independent: true, Due: c.now, Payload: messageJob{c.session.ID, one.Number}.payload(),
	})
	c.change.IdempotencyKey = key
	return nil
}

// sendReceipt makes one try to send a receipt.
func (s *DistributionService) sendReceipt(ctx context.Context, session Session, d Distribution) error {
	now := s.Sessions.now()
	if now.Sub(d.QueuedAt) > receiptLife {
		return s.recordOutcome(ctx, d, func(d *Distribution) { d.finish(DistributionBounced, now, "could not be sent in a day: "+d.Reason) })
	}
	stopped, err := s.isSuppressed(ctx, session.Merchant, d)
	if err != nil {
		return err
	}
	if stopped {
		return s.recordOutcome(ctx, d, func(d *Distribution) { d.finish(DistributionWithdrawn, now, reasonSuppressed) })
	}
	messenger, ok := s.Messengers[d.Method].(ReceiptMessenger)
	if !ok {
		return s.recordOutcome(ctx, d, func(d *Distribution) { d.finish(DistributionBounced, now, reasonNoServer) })
	}
	session = s.Sessions.withReference(session)
	return s.recordTry(ctx, d, messenger.SendReceipt(ctx, Receipt{
		Distribution: d, Merchant: session.Merchant, Shop: session.Shop, Purchase: session.Purchase, Category: session.paidBy(),
		Order: session.Result.orderNumber(), Reference: session.Reference,
		Stop: s.Sessions.Links.StopURL(d), CompletedAt: session.UpdatedAt,
	}))
}

// paidBy is the category that a session was paid by; empty when it was paid elsewhere.
func (s Session) paidBy() Category {
	if s.Result.CompletedElsewhere {
		return ""
	}
	return s.Chosen
}

// orderNumber is the order's short name, or its id; empty without an order.
func (r Result) orderNumber() string {
	if r.OrderID != "" && r.Reference != "" {
		return r.Reference
	}
	return r.OrderID
}
