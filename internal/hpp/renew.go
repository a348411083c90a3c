package hpp

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
)

// Renew implements Sessions. A session is renewed once: a repeat answers the
// same session, whoever asks.
func (s *SessionService) Renew(ctx context.Context, m Merchant, id SessionID, paymentURL string, key IdempotencyKey) (Session, error) {
	if key.Now = s.now(); key.Value != "" {
		first, err := s.Store.FindByIdempotencyKey(ctx, m.ID(), key)
		if !IsCode(err, CodeNotFound) {
			return s.successor(ctx, first, err)
		}
	}
	old, err := s.Store.FindForMerchant(ctx, m.ID(), id)
	if err != nil {
		return Session{}, err
	}
	ref, err := s.renewedPayment(ctx, old, paymentURL)
	switch {
	case err != nil:
		return Session{}, err
	case old.Renewal.RenewedBy == "":
	case paymentURL == "":
		return s.successor(ctx, old, nil)
	default:
		next, err := s.successor(ctx, old, nil)
		if err == nil && next.Payment != ref {
			err = newError(CodeConflict, "The session was renewed already, by session "+string(next.ID))
		}
		return next, err
	}
	if err := s.requireExpired(ctx, old); err != nil {
		return Session{}, err
	}
	old, err = s.renew(ctx, old, ref, key)
	return s.successor(ctx, old, err)
}

// successor is the session that took another's place.
func (s *SessionService) successor(ctx context.Context, old Session, err error) (Session, error) {
	if err != nil {
		return Session{}, err
	}
	return s.Store.FindForMerchant(ctx, old.Merchant, old.Renewal.RenewedBy)
}

// requireExpired refuses to renew a session that still pays, or never will.
func (s *SessionService) requireExpired(ctx context.Context, old Session) error {
	switch {
	case old.Status.Final():
		return newError(CodeNotAllowed, "The session is closed: it is "+string(old.Status))
	case old.Busy():
		return newError(CodeConflict, "A payment is being processed; read the session for its outcome")
	case old.HasExpired(s.now()):
		return nil
	}
	_, err := s.readPayment(ctx, old)
	switch {
	case IsCode(err, CodeNotFound):
		return nil // what it was to pay is gone
	case err != nil:
		return providerUnavailable(err)
	}
	return newError(CodeNotAllowed, "The session has not expired: its link still works")
}

// renewedPayment is the payment session to renew on: the one named, or the old
// one made anew.
func (s *SessionService) renewedPayment(ctx context.Context, old Session, paymentURL string) (PaymentRef, error) {
	if paymentURL != "" {
		var f fieldErrors
		ref, _ := s.paymentRef(&f, paymentURL)
		return ref, f.err()
	}
	if old.Renewal.RenewedBy != "" {
		return PaymentRef{}, nil
	}
	provider, _ := s.Providers.ByName(old.Payment.Provider)
	if renewer, ok := provider.(Renewer); ok {
		ref, err := renewer.RenewPayment(ctx, old.Merchant, old.Shop, old.Payment, renewalKey(old.ID))
		if !IsCode(err, CodeNotFound) {
			return ref, err
		}
	}
	return PaymentRef{}, newFieldError(CodeBadValue, "payment_session_url", "is required: the payment session cannot be made anew; make another one and name it")
}

// renewalKey is a key that no merchant can send: keys of theirs have no line break.
func renewalKey(id SessionID) string { return "renewal\n" + string(id) }

// renewItself renews a session on a copy of its payment session.
func (s *SessionService) renewItself(ctx context.Context, old Session) (Session, error) {
	if err := s.requireExpired(ctx, old); err != nil {
		return old, err
	}
	ref, err := s.renewedPayment(ctx, old, "")
	if err != nil {
		return old, err
	}
	return s.renew(ctx, old, ref, IdempotencyKey{})
}

// renew makes the session that takes an expired one's place, and has the old
// one lead to it. Two commits, of which the first counts once: whoever comes
// second, or after a crash between them, finds the session made first.
func (s *SessionService) renew(ctx context.Context, old Session, ref PaymentRef, key IdempotencyKey) (Session, error) {
	next, err := s.renewedSession(ctx, old, ref)
	if err != nil {
		return Session{}, err
	}
	sum := sha256.Sum256([]byte(renewalKey(old.ID)))
	next, err = s.insertNew(ctx, next, IdempotencyKey{Value: renewalKey(old.ID), Fingerprint: sum[:], Now: s.now()})
	if err != nil {
		return Session{}, err
	}
	return s.update(ctx, old.ID, func(c *sessionChange) error {
		c.session.Renewal.RenewedBy = cmp.Or(c.session.Renewal.RenewedBy, next.ID)
		c.change.IdempotencyKey = key
		return nil
	})
}

// renewedSession is an expired session once more, on another payment session.
func (s *SessionService) renewedSession(ctx context.Context, old Session, ref PaymentRef) (Session, error) {
	provider, ok := s.Providers.ByName(ref.Provider)
	if !ok {
		return Session{}, providerUnavailable(errors.New("hpp: no provider " + ref.Provider))
	}
	now := s.now()
	payment, expires, err := readOpenPayment(ctx, provider, old.Merchant, ref, now)
	if err != nil {
		return Session{}, err
	}
	next := Session{
		ID: SessionID(s.NewID()), Merchant: old.Merchant, Shop: old.Shop, Payment: ref,
		Purchase: payment.Purchase, Channel: cmp.Or(payment.Channel, old.Channel),
		URLs: old.URLs, Options: old.Options, Theme: payment.Theme, Profile: old.Profile,
		Reference: cmp.Or(payment.Reference, s.withReference(old).Reference), Renewal: Renewal{Renews: old.ID},
		Status: Waiting, Seed: s.NewSeed(), CreatedAt: now, UpdatedAt: now, ExpiresAt: expires,
	}
	limited := len(next.Options.Categories) > 0
	offered := slices.ContainsFunc(payment.Methods, func(m Method) bool { return slices.Contains(next.Options.Categories, m.Category) })
	if limited && !offered {
		return Session{}, newFieldError(CodeBadValue, "payment_session_url", "must offer a method that the session's page offered: "+listOf(next.Options.Categories))
	}
	return next, nil
}

// insertNew stores a new session under its link, with the jobs it needs.
func (s *SessionService) insertNew(ctx context.Context, session Session, key IdempotencyKey) (Session, error) {
	s.addSearchKeys(Session{}, &session)
	jobs := []Job{{ID: s.NewID(), Kind: JobExpire, Due: session.ExpiresAt}}
	if session.Options.LogoURL != "" || len(session.Options.BackgroundImages) > 0 {
		jobs = append(jobs, Job{ID: s.NewID(), Kind: JobMerchantImages, Due: session.CreatedAt})
		defer s.Wake(JobMerchantImages)
	}
	return s.Store.Insert(ctx, session, s.Links.LinkHash(s.Links.PageToken(session)), jobs, key)
}
