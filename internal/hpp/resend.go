package hpp

import (
	"context"
	"encoding/hex"
	"slices"
)

// Resend hands a session's link over once more, to whom an earlier distribution
// went, and answers the new distribution. The limits are those of any; a repeat
// under the same key answers the same one. CodeNotAllowed when the address is no
// longer kept, or nothing can be paid any more.
func (s *DistributionService) Resend(ctx context.Context, m Merchant, id SessionID, number int64, key IdempotencyKey) (Distribution, error) {
	session, err := s.Sessions.Store.FindForMerchant(ctx, m.ID(), id)
	if err != nil {
		return Distribution{}, err
	}
	newID := s.keyedID(m.ID(), key)
	if done, err := s.findRepeat(ctx, m.ID(), &key); done {
		if err != nil {
			return Distribution{}, err
		}
		return s.distributionNamed(ctx, id, newID)
	}
	d, err := s.recipientOf(ctx, session, number)
	if err != nil {
		return Distribution{}, err
	}
	if !session.IsOpen(s.Sessions.now()) {
		return Distribution{}, newError(CodeNotAllowed, "The session is over: nothing can be paid by its link")
	}
	d.ID = newID
	if err := s.handOver(ctx, session, d, key); err != nil {
		return Distribution{}, err
	}
	return s.distributionNamed(ctx, id, newID)
}

// recipientOf is a new distribution to whom an earlier one went.
func (s *DistributionService) recipientOf(ctx context.Context, session Session, number int64) (Distribution, error) {
	earlier, err := s.Distributions.Distribution(ctx, session.ID, number)
	if err != nil {
		return Distribution{}, err
	}
	i := slices.IndexFunc(session.Recipients, func(r Recipient) bool { return r.Number == number })
	switch {
	case earlier.Kind != LinkDistribution:
		return Distribution{}, newError(CodeNotAllowed, "This was a receipt, which leads to no payment")
	case earlier.Method == ByToken:
		return Distribution{}, newError(CodeNotAllowed, "This went to a phone that showed a code: ask for its code again")
	case i < 0:
		return Distribution{}, newError(CodeNotAllowed, "The address is no longer kept: send to it by name")
	}
	d := Distribution{
		Session: session.ID, Method: earlier.Method, To: session.Recipients[i].Email + session.Recipients[i].Phone,
		MaskedContact: earlier.MaskedContact, RecipientHash: earlier.RecipientHash,
	}
	return d, nil
}

// keyedID is the id of a distribution: with an idempotency key the same for the
// same, and as hard to guess as any.
func (s *DistributionService) keyedID(m MerchantID, key IdempotencyKey) string {
	if key.Value == "" {
		return s.Sessions.NewID()
	}
	sum := s.Sessions.Links.mac("distribution", string(m), key.Value, string(key.Fingerprint))[:tokenSize]
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of a form of our own (RFC 9562 §5.8)
	text := hex.EncodeToString(sum)
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// distributionNamed is a session's distribution with an id.
func (s *DistributionService) distributionNamed(ctx context.Context, session SessionID, id string) (Distribution, error) {
	all, err := s.Distributions.List(ctx, session)
	if err != nil {
		return Distribution{}, err
	}
	if i := slices.IndexFunc(all, func(d Distribution) bool { return d.ID == id }); i >= 0 {
		return all[i], nil
	}
	return Distribution{}, ErrNotFound
}
