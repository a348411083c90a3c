package hpp

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"
)

// step says what the page shows for a stored session: nothing else decides it.
func (s Session) step(now time.Time) Step {
	switch s.Status {
	case Completed:
		return ShowCompleted
	case Cancelled:
		return ShowCancelled
	case Disabled:
		return ShowDisabled
	}
	switch {
	case s.Busy():
		return ShowChecking
	case s.Over(now):
		return ShowExpired
	case s.Held():
		return ShowFailed
	case s.Attempt != nil:
		return ShowChallenge
	case s.Status == Failed:
		return ShowFailed
	case s.Status == Errored:
		return ShowError
	}
	return ShowPay
}

// Open answers what the page at a link shows. The visit itself changes
// nothing; only what the provider already decided elsewhere is caught up with.
func (s *Service) Open(ctx context.Context, link string, by Browser) (Visit, error) {
	session, shared, err := s.behind(ctx, link)
	if err != nil {
		return Visit{}, err
	}
	return s.look(ctx, session, s.reader(session, shared, by))
}

// look is what a session shows now, with its provider's and its merchant's
// word.
func (s *Service) look(ctx context.Context, session Session, by reader) (Visit, error) {
	visit, err := s.asProvided(ctx, session, by)
	if err != nil {
		return visit, err
	}
	return s.gated(ctx, visit)
}

// asProvided is what a session shows with its provider's word.
func (s *Service) asProvided(ctx context.Context, session Session, by reader) (Visit, error) {
	visit := s.visit(session, by)
	if !session.Open(visit.Now) {
		return visit, nil
	}
	payment, err := s.payment(ctx, session)
	switch {
	case IsCode(err, CodeNotFound) && !session.Busy():
		visit.Step, visit.Destination = ShowExpired, session.door()
		return visit, nil
	case err != nil:
		// The stored purchase is good enough to look at; paying asks again.
		s.Log.WarnContext(ctx, "provider unreadable", "session_id", session.ID, "error", err)
		return visit, nil
	case payment.State != PaymentOpen && !session.Busy():
		return s.caughtUp(ctx, visit, by)
	}
	visit.show(payment, by)
	return visit, nil
}

// caughtUp follows what the provider decided elsewhere and looks again. Until
// that has worked the page says "checking".
func (s *Service) caughtUp(ctx context.Context, visit Visit, by reader) (Visit, error) {
	if err := s.Follow(ctx, visit.Session.Payment); err != nil {
		s.Log.InfoContext(ctx, "payment session not followed yet", "session_id", visit.Session.ID, "error", err)
		visit.Step = ShowChecking
		return visit, nil
	}
	session, err := s.Store.Find(ctx, visit.Session.ID)
	if err != nil {
		return Visit{}, err
	}
	return s.visit(session, by), nil
}

// Peek answers the mark of the session at a link, as stored: what only the
// provider knows is found by a visit.
func (s *Service) Peek(ctx context.Context, link string) (string, error) {
	session, err := s.byLink(ctx, link)
	if err != nil {
		return "", err
	}
	return s.peek(ctx, session)
}

// peek is the mark of a session whose merchant may take no payments.
func (s *Service) peek(ctx context.Context, session Session) (string, error) {
	now := s.now()
	visit, err := s.gated(ctx, Visit{Session: session, Step: session.step(now), Mark: session.mark(now)})
	return visit.Mark, err
}

// mark changes with every save and when the time runs out.
func (s Session) mark(now time.Time) string { return s.markOf(s.step(now)) }

// markOf is the mark of a session that shows a step.
func (s Session) markOf(step Step) string {
	return strconv.FormatInt(s.Version, 10) + "-" + string(step)
}

func (s *Service) byLink(ctx context.Context, link string) (Session, error) {
	session, _, err := s.behind(ctx, link)
	return session, err
}

// behind finds the session at a link, and whether the link is the shared one.
func (s *Service) behind(ctx context.Context, link string) (session Session, shared bool, err error) {
	session, err = s.Store.ByLink(ctx, s.Links.PageHash(link))
	if !IsCode(err, CodeNotFound) {
		return session, false, err
	}
	own, ok := s.Links.ownOf(link)
	if !ok {
		return Session{}, false, ErrNotFound
	}
	session, err = s.Store.ByLink(ctx, s.Links.PageHash(own))
	return session, true, err
}

func (s *Service) payment(ctx context.Context, session Session) (PaymentSession, error) {
	provider, ok := s.Providers.ByName(session.Payment.Provider)
	if !ok {
		return PaymentSession{}, fault(CodeUnavailable, "The provider is no longer configured")
	}
	return provider.Read(ctx, session.Merchant, session.Payment)
}

// visit is the view of a session alone, without its provider. What was typed
// is in it for its own browser only, and in Visit.Payer alone.
func (s *Service) visit(session Session, by reader) Visit {
	now := s.now()
	session = s.referred(session)
	session.Payer, session.Typist, session.Recipients = Payer{}, nil, nil
	visit := Visit{
		Session: session, Step: session.step(now), Now: now,
		Purchase: session.Purchase, Revision: session.Purchase.Revision(),
		Payer: by.payer, Own: by.own, Shared: s.Links.SharedToken(session), Exit: session.exit(), Destination: session.destination(),
		Declined: (session.FellBack || len(session.Refused) > 0) && session.Attempt == nil && session.Status == InProgress,
		FormKey:  s.Links.FormKey(session), Mark: session.mark(now),
	}
	visit.Held, visit.Wait = session.Held(), max(0, session.WaitUntil.Sub(now))
	if visit.Step == ShowExpired || visit.Step == ShowDisabled {
		visit.Destination = session.door()
	}
	return visit
}

// show adds what the provider says now.
func (v *Visit) show(payment PaymentSession, by reader) {
	v.Purchase, v.Revision = payment.Purchase, payment.Purchase.Revision()
	v.Session.Reference = cmp.Or(payment.Reference, v.Session.Reference)
	v.Methods = v.Session.methods(payment.Methods)
	v.Selected = v.Session.selected(v.Methods)
	if by.invited {
		v.Payer = v.Payer.Or(payment.Payer)
	}
	v.Deliveries, v.Terms = payment.Deliveries, payment.Terms
	if v.Payer.Country == "" {
		v.Payer.Country = payment.Purchase.Country
	}
}

// methods are the categories a payer may choose now (hpp.md §6).
func (s Session) methods(all []Method) []Method {
	var choice []Method
	for _, m := range all {
		limited := len(s.Options.Categories) > 0 && !s.FellBack
		if (limited && !slices.Contains(s.Options.Categories, m.Category)) || slices.Contains(s.Withdrawn, m.Category) {
			continue
		}
		choice = append(choice, m)
	}
	return choice
}

// selected is the method to preselect: the payer's last choice, or, where that
// was refused, the first that was not.
func (s Session) selected(methods []Method) Category {
	if len(methods) == 0 {
		return ""
	}
	for _, m := range methods {
		if m.Category == s.Chosen && !slices.Contains(s.Refused, m.Category) {
			return m.Category
		}
	}
	for _, m := range methods {
		if !slices.Contains(s.Refused, m.Category) {
			return m.Category
		}
	}
	return methods[0].Category
}
