package hpp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"
)

// A provider whose payers act themselves has two kinds of running attempt. In
// StepWithPayer nothing is known to be authorized: the payer may leave, come back
// and begin anew. In StepPlacing an authorization is held, and no other attempt
// may begin until its outcome is known (docs/spec/decisions.md §10).

// payerAuthorizer is the provider of a session whose payers act there.
func (s *SessionService) payerAuthorizer(session Session) (PayerAuthorizer, error) {
	provider, err := s.provider(session)
	if err != nil {
		return nil, err
	}
	authorizer, ok := provider.(PayerAuthorizer)
	if !ok {
		return nil, newError(CodeNotAllowed, "Payments of this session are authorized on the server")
	}
	return authorizer, nil
}

// startWithPayer commits an attempt whose payer goes on at the provider. One that
// is with the payer already is replaced, after a read that shows no authorization
// of it.
func (s *SessionService) startWithPayer(ctx context.Context, view PageView, provider PayerAuthorizer, payment PaymentSession, form PayForm) (PageView, error) {
	session := view.opened.session
	if session.withPayer() {
		found, err := s.followPayer(ctx, session)
		if err != nil {
			return view, providerUnavailable(err)
		}
		if !found.withPayer() {
			return s.afterAct(ctx, view, found), nil
		}
	}
	if form.Revision != payment.Purchase.Revision() {
		return view, ErrChanged
	}
	attempt := Attempt{
		ID: s.NewID(), Category: form.Category, Step: StepWithPayer, Revision: form.Revision, StartedAt: s.now(), SeenAt: s.now(),
		Action: provider.Actions(session.Merchant, session.Payment)[0],
	}
	session, err := s.update(ctx, session.ID, func(c *sessionChange) error {
		if err := c.checkReady(); err != nil {
			return err
		}
		if session.Payment.Kind == KindPayments && !isOffered(c.session.offered(payment.Methods), form.Category) {
			return &FormError{Fields: []string{"payment_method_category"}}
		}
		if err := c.enter(); err != nil {
			return err
		}
		c.session.Attempt, c.session.Chosen = &attempt, form.Category
		c.session.AttemptCount++
		c.session.Purchase = payment.Purchase
		c.session.Reference = cmp.Or(payment.Reference, c.session.Reference)
		return c.schedulePayerOutcome(attempt, firstPayerRead)
	})
	return s.afterAct(ctx, view, session), err
}

// firstPayerRead is how long after its beginning an attempt is asked for first.
const firstPayerRead = 15 * time.Second

// payerJob is the payload of JobPayerOutcome: one for an attempt, and one from when
// it was left, since an authorization of it that turns up later is given back.
type payerJob struct {
	Session SessionID `json:"session"`
	Attempt string    `json:"attempt"`
	Started time.Time `json:"started"`
	Left    bool      `json:"left,omitempty"`
	Remote  string    `json:"remote,omitempty"` // with Left: Attempt.Remote
}

// schedulePayerOutcome adds the job that asks what the payer did.
func (c *sessionChange) schedulePayerOutcome(a Attempt, wait time.Duration) error {
	return c.schedulePayerJob(payerJob{Session: c.session.ID, Attempt: a.ID, Started: a.StartedAt}, wait)
}

func (c *sessionChange) schedulePayerJob(job payerJob, wait time.Duration) error {
	payload, err := json.Marshal(job)
	if err != nil {
		return err
	}
	c.change.Jobs = append(c.change.Jobs, Job{
		ID: c.service.NewID(), Kind: JobPayerOutcome, Independent: true, Due: c.now.Add(wait), Payload: payload,
	})
	return nil
}

// followLeft adds the job that goes on asking once an attempt was left whose payer
// may still act at the provider, in whatever way the change left it.
func (c *sessionChange) followLeft(left *Attempt) error {
	if left == nil || left.Action == "" || c.session.Attempt != nil || c.session.Status == Completed {
		return nil
	}
	return c.schedulePayerJob(payerJob{c.session.ID, left.ID, c.now, true, left.Remote}, firstPayerRead)
}

// followPayer asks the provider what became of an attempt that is with the payer,
// and follows it. The session is answered as it then stands.
func (s *SessionService) followPayer(ctx context.Context, session Session) (Session, error) {
	provider, err := s.payerAuthorizer(session)
	if err != nil {
		return session, err
	}
	outcome, err := provider.Outcome(ctx, session.Merchant, session.Payment, session.Attempt.Remote)
	if err != nil {
		return session, err
	}
	return s.followOutcome(ctx, session, outcome)
}

// followOutcome settles what a provider shows of an attempt with the payer.
func (s *SessionService) followOutcome(ctx context.Context, session Session, outcome PaymentOutcome) (Session, error) {
	switch outcome.Kind {
	case OutcomeToken:
		next, err := s.acceptToken(ctx, session.ID, arrival{token: outcome.Token, proven: true, placedHere: true})
		if err != nil || !next.placesHere() {
			return next, err
		}
		next, err = s.placeAttempt(ctx, next)
		return next, s.logUnknownOutcome(ctx, next, err)
	case OutcomeComplete:
		return s.settleComplete(ctx, session, outcome)
	}
	return session, nil
}

// placesHere reports an attempt whose payer acted at the provider and whose
// authorization is held.
func (s Session) placesHere() bool {
	return s.Attempt != nil && s.Attempt.Step == StepPlacing && s.Attempt.Action != ""
}

// settleComplete ends a session whose payment session has its order. A Checkout
// order is this page's own, and its payer may have changed the purchase there, as by
// a delivery; of any other the provider does not say who placed it.
func (s *SessionService) settleComplete(ctx context.Context, session Session, outcome PaymentOutcome) (Session, error) {
	order := outcome.Order
	next, err := ignoreStale(s.updateAttempt(ctx, session, func(c *sessionChange) error {
		c.dropTokens()
		c.session.Attempt = nil
		c.session.Result = Result{OrderID: order.ID, Reference: order.Reference}
		if c.session.Payment.Kind == KindCheckout {
			if outcome.Purchase.Currency != "" {
				c.session.Purchase = outcome.Purchase
			}
			return c.apply(Complete, "")
		}
		c.session.Result.CompletedElsewhere = true
		return c.apply(Complete, "completed elsewhere")
	}))
	if err != nil {
		return next, err
	}
	return next, s.followNow(ctx, session.Payment)
}

// beforeLeaving asks once more what a payer did who wants to leave: an
// authorization that is there already wins. A provider that does not answer
// keeps nobody: what turns up later is given back.
func (s *SessionService) beforeLeaving(ctx context.Context, session Session) {
	if !session.withPayer() {
		return
	}
	if _, err := s.followPayer(ctx, session); err != nil {
		s.Log.WarnContext(ctx, "provider unreadable before leaving", "session_id", session.ID, "error", err)
	}
}

// errUnwanted means that no attempt waits for an authorization.
var errUnwanted = errors.New("hpp: no attempt waits for this authorization")
