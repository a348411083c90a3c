package hpp

import (
	"context"
	"encoding/json"
	"time"
)

// What a provider changed so that a payer could act there is put back once the
// payer will not: an order's return addresses are its merchant's again, and an order
// whose payer cancelled for good is ended (docs/spec/upstream.md U3.2, U3.4).

// endActionFor is how long a provider is told. A Checkout order is gone by then.
const endActionFor = 48 * time.Hour

// endJob is the payload of JobEndAction.
type endJob struct {
	Session   SessionID `json:"session"`
	Attempt   string    `json:"attempt,omitempty"` // empty: there was none
	Cancelled bool      `json:"cancelled,omitempty"`
	At        time.Time `json:"at"`
}

// scheduleEnd adds the job that tells the provider that a payer's action is over,
// where this change ended one without an order, or ended a Checkout order's session
// for good.
func (c *sessionChange) scheduleEnd(before Session) {
	if before.Payment.Kind != KindCheckout || c.session.Status == Completed {
		return
	}
	job := endJob{Session: c.session.ID, At: c.now, Cancelled: c.session.Status == Cancelled && before.Status != Cancelled}
	if before.Attempt != nil && before.Attempt.Action != "" && c.session.Attempt == nil {
		job.Attempt = before.Attempt.ID
	}
	if job.Attempt == "" && !job.Cancelled {
		return
	}
	if _, err := c.service.payerAuthorizer(*c.session); err != nil {
		return // nobody acted elsewhere
	}
	payload, _ := json.Marshal(job) // strings and times always encode
	c.change.Jobs = append(c.change.Jobs, Job{ID: c.service.NewID(), Kind: JobEndAction, Independent: true, Due: c.now, Payload: payload})
}

// EndAction is the job that tells a provider that a payer's action is over. While
// another payer acts on the same payment session nothing is put back: the end of
// that action does it.
func (s *SessionService) EndAction(ctx context.Context, payload []byte) error {
	var job endJob
	if err := json.Unmarshal(payload, &job); err != nil {
		return err
	}
	session, err := s.Store.Find(ctx, job.Session)
	if err != nil {
		return ignoreNotFound(err)
	}
	provider, err := s.payerAuthorizer(session)
	if err != nil || s.now().After(job.At.Add(endActionFor)) {
		return err
	}
	open, waiting, err := s.openOn(ctx, session.Payment)
	if err != nil || waiting.ID != "" {
		return err
	}
	end := ActionEnd{Cancelled: job.Cancelled && !open, ReturnURL: s.returnURL(session, job.Attempt)}
	if err := provider.EndAction(ctx, session.Merchant, session.Payment, end); err != nil {
		return err
	}
	if end.Cancelled {
		s.reportOrderOfCancelled(ctx, session, provider)
		return nil
	}
	return s.prepareAgain(ctx, session.Payment, provider)
}

// openOn reports whether any session on a payment can still be paid, and answers
// the one whose payer acts at the provider now.
func (s *SessionService) openOn(ctx context.Context, ref PaymentRef) (open bool, waiting Session, err error) {
	ids, err := s.Store.ListByPayment(ctx, ref)
	if err != nil {
		return false, Session{}, err
	}
	for _, id := range ids {
		session, err := s.Store.Find(ctx, id)
		if err != nil {
			if IsCode(err, CodeNotFound) {
				continue
			}
			return false, Session{}, err
		}
		if !session.IsOpen(s.now()) {
			continue
		}
		open = true
		if session.Attempt != nil && session.Attempt.Action != "" {
			waiting = session
		}
	}
	return open, waiting, nil
}

// prepareAgain gives an action back what it needs, should its payer have begun while
// another one's was put back.
func (s *SessionService) prepareAgain(ctx context.Context, ref PaymentRef, provider PayerAuthorizer) error {
	_, waiting, err := s.openOn(ctx, ref)
	if err != nil || waiting.ID == "" || waiting.Attempt.Action != ActionScript {
		return err
	}
	_, err = provider.PrepareAction(ctx, waiting.Merchant, waiting.Payment, s.actionRequest(waiting, ActionScript))
	return ignoreNotFound(err)
}

// reportOrderOfCancelled tells the operator of an order that a payer placed although
// the session was cancelled: the two crossed.
func (s *SessionService) reportOrderOfCancelled(ctx context.Context, session Session, provider PayerAuthorizer) {
	outcome, err := provider.Outcome(ctx, session.Merchant, session.Payment, "")
	if err == nil && outcome.Kind == OutcomeComplete {
		s.Log.ErrorContext(ctx, "an order stands on a cancelled session", "session_id", session.ID, "order_id", outcome.Order.ID)
	}
}

// returnURL is where the provider sent the payer of an attempt back to.
func (s *SessionService) returnURL(session Session, attempt string) string {
	return s.Links.StepURL(s.Links.stepToken(session, attempt)) + "/return"
}
