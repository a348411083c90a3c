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
	patience         = 10 * time.Second
	checkoutPatience = 14 * time.Second
)

// Pay starts an authorization: the intent is committed, then the provider is
// asked, then the answer is committed. A second press finds the attempt.
func (s *Service) Pay(ctx context.Context, link string, form PayForm) error {
	session, err := s.byLink(ctx, link)
	if err != nil {
		return err
	}
	if err := s.draft(&session).ready(); err != nil {
		s.early(err)
		return err
	}
	if err := s.sells(ctx, session.Merchant); err != nil {
		return err
	}
	payment, err := s.payment(ctx, session)
	if err != nil {
		return unavailable(err)
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
	session, err = s.update(ctx, session.ID, func(d *draft) error {
		if err := d.ready(); err != nil {
			return err
		}
		if !offers(d.session.methods(payment.Methods), form.Category) {
			return &Error{Code: CodeBadValue, Fields: []string{"payment_method_category"}, Messages: []string{"Choose one of the methods offered"}}
		}
		if err := d.enter(); err != nil {
			return err
		}
		d.session.Attempt, d.session.Chosen = &attempt, form.Category
		d.session.Tries++
		d.typed(form)
		d.session.Purchase = payment.Purchase
		d.session.Reference = cmp.Or(payment.Reference, d.session.Reference)
		d.reconcile()
		return nil
	})
	if err != nil {
		return err
	}
	return s.authorize(ctx, session, "")
}

func offers(methods []Method, category Category) bool {
	return slices.ContainsFunc(methods, func(m Method) bool { return m.Category == category })
}

// Confirm hands in the one-time code that a challenge asked for.
func (s *Service) Confirm(ctx context.Context, link string, code string) error {
	session, err := s.paying(ctx, link)
	if errors.Is(err, ErrShut) {
		return errors.Join(err, s.giveUp(ctx, session.ID))
	}
	if err != nil {
		return err
	}
	session, err = s.update(ctx, session.ID, func(d *draft) error {
		if err := d.free(); err != nil {
			return err
		}
		if d.session.Attempt == nil {
			return ErrNoChallenge
		}
		if err := d.mayTry(); err != nil {
			return err
		}
		attempt := *d.session.Attempt
		attempt.Step, attempt.WrongCode, attempt.StartedAt = StepAuthorizing, false, d.now
		d.session.Attempt = &attempt
		d.reconcile()
		return nil
	})
	if err != nil {
		s.early(err)
		return err
	}
	return s.authorize(ctx, session, code)
}

// authorize asks the provider about the session's attempt and settles the
// answer. An unknown outcome is left to the reconcile job: the payer reads
// "checking", never "failed".
func (s *Service) authorize(ctx context.Context, session Session, code string) error {
	// The payer may close the page; the attempt goes on.
	wait := patience
	if session.Payment.Kind == KindCheckout {
		wait = checkoutPatience
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wait)
	defer cancel()
	return s.quiet(ctx, session, s.ask(ctx, session, code))
}

// ask is authorize with the unknown outcome as an error, for the job runner.
func (s *Service) ask(ctx context.Context, session Session, code string) error {
	provider, ok := s.Providers.ByName(session.Payment.Provider)
	if !ok {
		return errUnknown{errors.New("provider is not configured: " + session.Payment.Provider)}
	}
	verdict, err := provider.Authorize(ctx, session.Merchant, session.Payment, Authorization{
		Key: session.Attempt.ID, Category: session.Attempt.Category, Payer: session.Payer, Code: code,
		Amount: session.Purchase.Amount, Currency: session.Purchase.Currency,
	})
	if err != nil {
		return s.refused(ctx, session, err)
	}
	return s.settle(ctx, session, provider, verdict)
}

// errUnknown marks an outcome that only asking again will tell.
type errUnknown struct{ error }

func (e errUnknown) Unwrap() error { return e.error }

// quiet keeps an unknown outcome from the payer: it is logged and waited for.
func (s *Service) quiet(ctx context.Context, session Session, err error) error {
	if unknown, ok := errors.AsType[errUnknown](err); ok {
		s.Log.WarnContext(ctx, "payment outcome unknown", "session_id", session.ID, "error", unknown.error)
		return nil
	}
	return err
}
