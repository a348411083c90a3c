package hpp

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// These bound one call to a provider and the commit after it. A Checkout
// order's provider asks the merchant meanwhile, who has ten seconds of its own.
const (
	providerTimeout = 10 * time.Second
	checkoutTimeout = 14 * time.Second
)

// Pay starts an authorization: the intent is committed, then the provider is
// asked, then the answer is committed. A second press finds the attempt.
func (s *SessionService) Pay(ctx context.Context, view PageView, form PayForm) (PageView, error) {
	view = view.actedOnBy(form.BrowserID)
	session := view.opened.session
	if err := s.newChange(&session).checkReady(); err != nil {
		s.countEarly(err)
		return view, err
	}
	if err := s.requireSelling(ctx, session.Merchant); err != nil {
		return view, err
	}
	payment, err := s.currentPayment(ctx, view)
	if err != nil {
		return view, providerUnavailable(err)
	}
	view = s.withPayment(view, payment)
	if payment.State != PaymentOpen {
		return view, errors.Join(ErrClosed, s.followNow(ctx, session.Payment))
	}
	provider, err := s.provider(session)
	if err != nil {
		return view, err
	}
	if authorizer, ok := provider.(PayerAuthorizer); ok {
		return s.startWithPayer(ctx, view, authorizer, payment, form)
	}
	if session.Payment.Kind == KindCheckout {
		if view, err = s.revise(ctx, view, form); err != nil {
			return view, err
		}
		session, payment = view.opened.session, *view.opened.payment
	}
	if form.Revision != payment.Purchase.Revision() {
		return view, ErrChanged
	}
	session, err = s.startAttempt(ctx, session, payment, form)
	if err == nil {
		session, err = s.authorize(ctx, session, "")
	}
	return s.afterAct(ctx, view, session), err
}

// currentPayment is the payment session that the view was made with, or, where
// the provider did not answer then or answered a moment before, as it answers now.
func (s *SessionService) currentPayment(ctx context.Context, view PageView) (PaymentSession, error) {
	if view.opened.payment != nil && view.opened.fresh {
		return *view.opened.payment, nil
	}
	return s.readPayment(ctx, view.opened.session)
}

// withPayment is the view as its provider's word is now, where it was made with an
// older one: what has changed since is shown.
func (s *SessionService) withPayment(view PageView, payment PaymentSession) PageView {
	if view.opened.payment == nil || view.opened.fresh {
		return view
	}
	o := *view.opened
	o.payment, o.fresh = &payment, true
	s.PageReads.keep(o.session.Merchant, o.session.Payment, payment, s.Now())
	return s.viewSession(o)
}

// startAttempt commits the intent to authorize, and the job that finds out what
// became of it should this process die.
func (s *SessionService) startAttempt(ctx context.Context, session Session, payment PaymentSession, form PayForm) (Session, error) {
	attempt := Attempt{
		ID: s.NewID(), Category: form.Category, Step: StepAuthorizing,
		Revision: payment.Purchase.Revision(), StartedAt: s.now(),
	}
	return s.update(ctx, session.ID, func(c *sessionChange) error {
		if err := c.checkReady(); err != nil {
			return err
		}
		if !isOffered(c.session.offered(payment.Methods), form.Category) {
			return &FormError{Fields: []string{"payment_method_category"}}
		}
		if err := c.enter(); err != nil {
			return err
		}
		c.session.Attempt, c.session.Chosen = &attempt, form.Category
		c.session.AttemptCount++
		c.keepForm(form)
		c.session.Purchase = payment.Purchase
		c.session.Reference = cmp.Or(payment.Reference, c.session.Reference)
		c.scheduleReconcile()
		return nil
	})
}

func isOffered(methods []Method, category Category) bool {
	return slices.ContainsFunc(methods, func(m Method) bool { return m.Category == category })
}

// Confirm hands in the one-time code that a challenge asked for.
func (s *SessionService) Confirm(ctx context.Context, view PageView, code string) (PageView, error) {
	session := view.opened.session
	err := s.requireSelling(ctx, session.Merchant)
	if errors.Is(err, ErrSalesClosed) {
		return view, errors.Join(err, s.dropChallenge(ctx, session.ID))
	}
	if err != nil {
		return view, err
	}
	session, err = s.update(ctx, session.ID, func(c *sessionChange) error {
		if err := c.checkIdle(); err != nil {
			return err
		}
		if c.session.Attempt == nil || c.session.withPayer() {
			return ErrNoChallenge
		}
		if err := c.checkAttemptAllowed(); err != nil {
			return err
		}
		attempt := *c.session.Attempt
		attempt.Step, attempt.WrongCode, attempt.StartedAt = StepAuthorizing, false, c.now
		c.session.Attempt = &attempt
		c.scheduleReconcile()
		return nil
	})
	if err != nil {
		s.countEarly(err)
		return s.afterAct(ctx, view, session), err
	}
	session, err = s.authorize(ctx, session, code)
	return s.afterAct(ctx, view, session), err
}

// authorize asks the provider about the session's attempt and settles the
// answer. An unknown outcome is left to the reconcile job: the payer reads
// "checking", never "failed".
func (s *SessionService) authorize(ctx context.Context, session Session, code string) (Session, error) {
	// The payer may close the page; the attempt goes on.
	wait := providerTimeout
	if session.Payment.Kind == KindCheckout {
		wait = checkoutTimeout
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wait)
	defer cancel()
	settled, err := s.askProvider(ctx, session, code)
	return settled, s.logUnknownOutcome(ctx, session, err)
}

// askProvider is authorize with the unknown outcome as an error, for the job
// runner.
func (s *SessionService) askProvider(ctx context.Context, session Session, code string) (Session, error) {
	provider, err := s.serverAuthorizer(session)
	if err != nil {
		return session, unknownOutcomeError{err}
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

// unknownOutcomeError marks an outcome that only asking again answers.
type unknownOutcomeError struct{ error }

func (e unknownOutcomeError) Unwrap() error { return e.error }

// logUnknownOutcome keeps an unknown outcome from the payer: it is logged and
// waited for.
func (s *SessionService) logUnknownOutcome(ctx context.Context, session Session, err error) error {
	if unknown, ok := errors.AsType[unknownOutcomeError](err); ok {
		s.Log.WarnContext(ctx, "payment outcome unknown", "session_id", session.ID, "error", unknown.error)
		return nil
	}
	return err
}
