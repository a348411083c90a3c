package hpp

import "context"

// ErrStepOver means that the payer of a step has nothing to do there any more: the
// attempt was settled, left or replaced. The session's page tells.
var ErrStepOver = newError(CodeConflict, "This payment step is over")

// StepView is everything that the provider's step of the page shows.
type StepView struct {
	// Page is the session's page, without what its payer typed.
	Page PageView
	// PageToken opens that page. It must not stand on the step: a provider's
	// script can read all of it.
	PageToken string
	// FormKey must come back with every form of the step.
	FormKey  string
	Category Category
	// Action is what the payer has to do; of a redirect it is not prepared yet.
	Action PayerAction
	// CanRedirect says that the payer may go to the provider's address instead.
	CanRedirect bool
}

// StepResult is how a payer's action ended, by the word of the browser.
type StepResult string

// The results.
const (
	StepApproved  StepResult = "approved"  // with the token
	StepFinished  StepResult = "finished"  // the payer placed a Checkout order
	StepDeclined  StepResult = "declined"  // the provider said no
	StepWithdrawn StepResult = "withdrawn" // the category cannot be offered for this purchase
	StepLeft      StepResult = "left"      // the payer left; may try again
	StepIncorrect StepResult = "incorrect" // the provider refused what the merchant or payer gave
	StepFailed    StepResult = "failed"    // the script broke, or did not come
)

// StepReport is what the browser says at the end of a payer's action.
type StepReport struct {
	Result StepResult
	Token  string
}

// Steps are the payer's acts on the provider's step. SessionService implements it.
// Errors are those of Payments; ErrStepOver comes with the view of the page.
type Steps interface {
	// FindStep answers a step without its action, and asks no provider.
	FindStep(ctx context.Context, token string) (StepView, error)
	// OpenStep answers what a step shows. It changes nothing.
	OpenStep(ctx context.Context, token string) (StepView, error)
	// CheckStep answers whether a step still waits for its payer, after a read of
	// the provider's session: a sign of life.
	CheckStep(ctx context.Context, token string) (StepView, error)
	// ReportStep settles what the payer's browser says. A token is used even when
	// its step is over.
	ReportStep(ctx context.Context, token string, report StepReport) (PageView, error)
	// ReturnStep follows what a payer did who comes back from the provider's
	// address, with a Return word as the provider's hint.
	ReturnStep(ctx context.Context, token, hint string) (StepView, error)
	// RedirectStep goes on at the provider's address instead.
	RedirectStep(ctx context.Context, token string) (StepView, error)
}

// findStep is the session and the attempt that a step's token opens.
func (s *SessionService) findStep(ctx context.Context, token string) (Session, string, error) {
	id, attempt, ok := splitStepToken(token)
	if !ok {
		return Session{}, "", ErrNotFound
	}
	session, err := s.Store.Find(ctx, id)
	if err != nil {
		return session, "", err
	}
	if !s.Links.opensStep(session, attempt, token) {
		return Session{}, "", ErrNotFound
	}
	return session, attempt, nil
}

// stepView is the view of a step, ErrStepOver beside it once its attempt is not
// with the payer.
func (s *SessionService) stepView(session Session, attempt string) (StepView, error) {
	view := StepView{
		Page: s.viewSession(opened{session: session}), PageToken: s.Links.PageToken(session), FormKey: s.Links.stepFormKey(session, attempt),
	}
	if !session.withPayer() || session.Attempt.ID != attempt || !session.IsOpen(s.now()) {
		return view, ErrStepOver
	}
	view.Category = session.Attempt.Category
	return view, nil
}

// FindStep implements Steps.
func (s *SessionService) FindStep(ctx context.Context, token string) (StepView, error) {
	session, attempt, err := s.findStep(ctx, token)
	if err != nil {
		return StepView{}, err
	}
	return s.stepView(session, attempt)
}

// OpenStep implements Steps.
func (s *SessionService) OpenStep(ctx context.Context, token string) (StepView, error) {
	session, attempt, err := s.findStep(ctx, token)
	if err != nil {
		return StepView{}, err
	}
	view, err := s.stepView(session, attempt)
	if err != nil {
		return view, err
	}
	if err := s.requireSelling(ctx, session.Merchant); err != nil {
		return view, ErrStepOver
	}
	provider, err := s.payerAuthorizer(session)
	if err != nil {
		return view, err
	}
	for _, kind := range provider.Actions(session.Merchant, session.Payment) {
		view.CanRedirect = view.CanRedirect || kind == ActionRedirect
	}
	if session.Attempt.Action != ActionScript {
		return view, nil
	}
	if wait := s.PageReads.take(session.Merchant, session.Payment, s.Now()); wait > 0 {
		return view, tooManyReads(wait)
	}
	view.Action, err = provider.PrepareAction(ctx, session.Merchant, session.Payment, s.actionRequest(session, ActionScript))
	if IsCode(err, CodeNotFound) {
		s.PageReads.forget(session.Payment)
		return view, ErrStepOver // its page says whether it was paid or is gone
	}
	if view.Action.Purchase.Currency != "" {
		view.Page.Purchase = view.Action.Purchase
	}
	return view, providerAnswer(err)
}

// actionRequest asks for the action of the session's attempt.
func (s *SessionService) actionRequest(session Session, kind ActionKind) ActionRequest {
	step := s.Links.StepURL(s.Links.stepToken(session, session.Attempt.ID))
	return ActionRequest{
		Key: session.Attempt.ID, Kind: kind, Category: session.Attempt.Category,
		ReturnURL: s.returnURL(session, session.Attempt.ID), HintURL: step + "/hint",
		CallbackURL: s.Links.ProviderCallbackURL(session.Merchant, session.Payment),
	}
}

func providerAnswer(err error) error {
	if err == nil {
		return nil
	}
	return providerUnavailable(err)
}

// RedirectStep implements Steps.
func (s *SessionService) RedirectStep(ctx context.Context, token string) (StepView, error) {
	view, err := s.OpenStep(ctx, token)
	if err != nil || !view.CanRedirect {
		return view, err
	}
	session := view.Page.opened.session
	if wait := s.PageReads.take(session.Merchant, session.Payment, s.Now()); wait > 0 {
		return view, tooManyReads(wait)
	}
	provider, err := s.payerAuthorizer(session)
	if err != nil {
		return view, err
	}
	action, err := provider.PrepareAction(ctx, session.Merchant, session.Payment, s.actionRequest(session, ActionRedirect))
	if err != nil {
		return view, providerUnavailable(err)
	}
	_, err = s.updateAttempt(ctx, session, func(c *sessionChange) error {
		next := *c.session.Attempt
		next.Action, next.Remote, next.SeenAt = ActionRedirect, action.Remote, c.now
		c.session.Attempt = &next
		return nil
	})
	if err != nil {
		return view, ErrStepOver
	}
	view.Action = action
	return view, nil
}
