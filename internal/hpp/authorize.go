package hpp

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// patience bounds one call to a provider and the commit after it. A Checkout
// order's provider asks the merchant meanwhile, who has ten seconds of its own.
const (
	providerTimeout = 10 * time.Second
	checkoutTimeout = 14 * time.Second
)

// Pay starts an authorization: the intent is committed, then the provider is
// asked, then the answer is committed. A second press finds the attempt.
func (s *Service) Pay(ctx context.Context, link string, form PayForm) error {
	session, err := s.findByLink(ctx, link)
	if err != nil {
		return err
	}
	if err := s.newChange(&session).checkReady(); err != nil {
		s.countEarly(err)
		return err
	}
	if err := s.requireSelling(ctx, session.Merchant); err != nil {
		return err
	}
	payment, err := s.readPayment(ctx, session)
	if err != nil {
		return providerUnavailable(err)
	}
	if payment.State != PaymentOpen {
		return errors.Join(ErrClosed, s.followNow(ctx, session.Payment))
	}
	if session.Payment.Kind == KindCheckout {
		if payment, err = s.revise(ctx, session, form); err != nil {
			return err
		}
	}
	attempt := Attempt{
		ID: s.NewID(), Category: form.Category, Step: StepAuthorizing,
		Revision: payment.Purchase.Revision(), StartedAt: s.now(),
	}
	if form.Revision != attempt.Revision {
		return ErrChanged
	}
	session, err = s.update(ctx, session.ID, func(d *sessionChange) error {
		if err := d.checkReady(); err != nil {
			return err
		}
		if !isOffered(d.session.offered(payment.Methods), form.Category) {
			return &Error{Code: CodeBadValue, Fields: []string{"payment_method_category"}, Messages: []string{"Choose one of the methods offered"}}
		}
		if err := d.enter(); err != nil {
			return err
		}
		d.session.Attempt, d.session.Chosen = &attempt, form.Category
		d.session.AttemptCount++
		d.keepForm(form)
		d.session.Purchase = payment.Purchase
		d.session.Reference = cmp.Or(payment.Reference, d.session.Reference)
		d.scheduleReconcile()
		return nil
	})
	if err != nil {
		return err
	}
	return s.authorize(ctx, session, "")
}

func isOffered(methods []Method, category Category) bool {
	return slices.ContainsFunc(methods, func(m Method) bool { return m.Category == category })
}

// Confirm hands in the one-time code that a challenge asked for.
func (s *Service) Confirm(ctx context.Context, link string, code string) error {
	session, err := s.findSelling(ctx, link)
	if errors.Is(err, ErrSalesClosed) {
		return errors.Join(err, s.dropChallenge(ctx, session.ID))
	}
	if err != nil {
		return err
	}
	session, err = s.update(ctx, session.ID, func(d *sessionChange) error {
		if err := d.checkIdle(); err != nil {
			return err
		}
		if d.session.Attempt == nil {
			return ErrNoChallenge
		}
		if err := d.checkAttemptAllowed(); err != nil {
			return err
		}
		attempt := *d.session.Attempt
		attempt.Step, attempt.WrongCode, attempt.StartedAt = StepAuthorizing, false, d.now
		d.session.Attempt = &attempt
		d.scheduleReconcile()
		return nil
	})
	if err != nil {
		s.countEarly(err)
		return err
	}
	return s.authorize(ctx, session, code)
}

// authorize asks the provider about the session's attempt and settles the
// answer. An unknown outcome is left to the reconcile job: the payer reads
// "checking", never "failed".
func (s *Service) authorize(ctx context.Context, session Session, code string) error {
	// The payer may close the page; the attempt goes on.
	wait := providerTimeout
	if session.Payment.Kind == KindCheckout {
		wait = checkoutTimeout
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wait)
	defer cancel()
	return s.logUnknownOutcome(ctx, session, s.askProvider(ctx, session, code))
}

// askProvider is authorize with the unknown outcome as an error, for the job runner.
func (s *Service) askProvider(ctx context.Context, session Session, code string) error {
	provider, ok := s.Providers.ByName(session.Payment.Provider)
	if !ok {
		return unknownOutcomeError{errors.New("provider is not configured: " + session.Payment.Provider)}
	}
	verdict, err := provider.Authorize(ctx, session.Merchant, session.Payment, Authorization{
		Key: session.Attempt.ID, Category: session.Attempt.Category, Payer: session.Payer, Code: code,
		Amount: session.Purchase.Amount, Currency: session.Purchase.Currency,
	})
	if err != nil {
		return s.settleRefusal(ctx, session, err)
	}
	return s.settle(ctx, session, provider, verdict)
}

// unknownOutcomeError marks an outcome that only asking again will tell.
type unknownOutcomeError struct{ error }

func (e unknownOutcomeError) Unwrap() error { return e.error }

// logUnknownOutcome keeps an unknown outcome from the payer: it is logged and waited for.
func (s *Service) logUnknownOutcome(ctx context.Context, session Session, err error) error {
	if unknown, ok := errors.AsType[unknownOutcomeError](err); ok {
		s.Log.WarnContext(ctx, "payment outcome unknown", "session_id", session.ID, "error", unknown.error)
		return nil
	}
	return err
}
