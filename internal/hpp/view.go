package hpp

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"
)

// pageState says what the page shows for a stored session: nothing else decides it.
func (s Session) pageState(now time.Time) PageState {
	switch s.Status {
	case Completed:
		return PageCompleted
	case Cancelled:
		return PageCancelled
	case Disabled:
		return PageDisabled
	}
	switch {
	case s.Busy():
		return PageChecking
	case s.HasExpired(now):
		return PageExpired
	case s.Locked():
		return PageFailed
	case s.Attempt != nil:
		return PageChallenge
	case s.Status == Failed:
		return PageFailed
	case s.Status == Errored:
		return PageError
	}
	return PagePay
}

// Open answers what the page at a link shows. The visit itself changes
// nothing; only what the provider already decided elsewhere is caught up with.
func (s *Service) Open(ctx context.Context, link string, by Browser) (PageView, error) {
	session, shared, err := s.resolveLink(ctx, link)
	if err != nil {
		return PageView{}, err
	}
	return s.viewWithGate(ctx, session, s.identifyViewer(session, shared, by))
}

// viewWithGate is what a session shows now, with its provider's and its merchant's
// word.
func (s *Service) viewWithGate(ctx context.Context, session Session, by viewer) (PageView, error) {
	visit, err := s.viewWithProvider(ctx, session, by)
	if err != nil {
		return visit, err
	}
	return s.closeUnlessSelling(ctx, visit)
}

// viewWithProvider is what a session shows with its provider's word.
func (s *Service) viewWithProvider(ctx context.Context, session Session, by viewer) (PageView, error) {
	visit := s.viewSession(session, by)
	if !session.IsOpen(visit.Now) {
		return visit, nil
	}
	payment, err := s.readPayment(ctx, session)
	switch {
	case IsCode(err, CodeNotFound) && !session.Busy():
		visit.State, visit.RedirectURL = PageExpired, session.shopURL()
		return visit, nil
	case err != nil:
		// The stored purchase is good enough to look at; paying asks again.
		s.Log.WarnContext(ctx, "provider unreadable", "session_id", session.ID, "error", err)
		return visit, nil
	case payment.State != PaymentOpen && !session.Busy():
		return s.syncWithProvider(ctx, visit, by)
	}
	visit.addPayment(payment, by)
	return visit, nil
}

// syncWithProvider follows what the provider decided elsewhere and looks again. Until
// that has worked the page says "checking".
func (s *Service) syncWithProvider(ctx context.Context, visit PageView, by viewer) (PageView, error) {
	if err := s.Follow(ctx, visit.Session.Payment); err != nil {
		s.Log.InfoContext(ctx, "payment session not followed yet", "session_id", visit.Session.ID, "error", err)
		visit.State = PageChecking
		return visit, nil
	}
	session, err := s.Store.Find(ctx, visit.Session.ID)
	if err != nil {
		return PageView{}, err
	}
	return s.viewSession(session, by), nil
}

// Peek answers the mark of the session at a link, as stored: what only the
// provider knows is found by a visit.
func (s *Service) Peek(ctx context.Context, link string) (string, error) {
	session, err := s.findByLink(ctx, link)
	if err != nil {
		return "", err
	}
	return s.changeTag(ctx, session)
}

// changeTag is the mark of a session whose merchant may take no payments.
func (s *Service) changeTag(ctx context.Context, session Session) (string, error) {
	now := s.now()
	visit, err := s.closeUnlessSelling(ctx, PageView{Session: session, State: session.pageState(now), ChangeTag: session.changeTag(now)})
	return visit.ChangeTag, err
}

// changeTag changes with every save and when the time runs out.
func (s Session) changeTag(now time.Time) string { return s.changeTagOf(s.pageState(now)) }

// changeTagOf is the mark of a session that shows a step.
func (s Session) changeTagOf(step PageState) string {
	return strconv.FormatInt(s.Version, 10) + "-" + string(step)
}

func (s *Service) findByLink(ctx context.Context, link string) (Session, error) {
	session, _, err := s.resolveLink(ctx, link)
	return session, err
}

// resolveLink finds the session at a link, and whether the link is the shared one.
func (s *Service) resolveLink(ctx context.Context, link string) (session Session, shared bool, err error) {
	session, err = s.Store.FindByLink(ctx, s.Links.LinkHash(link))
	if !IsCode(err, CodeNotFound) {
		return session, false, err
	}
	own, ok := s.Links.pageTokenOf(link)
	if !ok {
		return Session{}, false, ErrNotFound
	}
	session, err = s.Store.FindByLink(ctx, s.Links.LinkHash(own))
	return session, true, err
}

func (s *Service) readPayment(ctx context.Context, session Session) (PaymentSession, error) {
	provider, ok := s.Providers.ByName(session.Payment.Provider)
	if !ok {
		return PaymentSession{}, newError(CodeUnavailable, "The provider is no longer configured")
	}
	return provider.Read(ctx, session.Merchant, session.Payment)
}

// viewSession is the view of a session alone, without its provider. What was typed
// is in it for its own browser only, and in Visit.Payer alone.
func (s *Service) viewSession(session Session, by viewer) PageView {
	now := s.now()
	session = s.withReference(session)
	session.Payer, session.BrowserHash, session.Recipients = Payer{}, nil, nil
	visit := PageView{
		Session: session, State: session.pageState(now), Now: now,
		Purchase: session.Purchase, Revision: session.Purchase.Revision(),
		Payer: by.payer, SameBrowser: by.sameBrowser, SharedToken: s.Links.SharedToken(session), Exit: session.exitMode(), RedirectURL: session.redirectURL(),
		Declined: (session.FellBack || len(session.Refused) > 0) && session.Attempt == nil && session.Status == InProgress,
		FormKey:  s.Links.FormKey(session), ChangeTag: session.changeTag(now),
	}
	visit.Locked, visit.RetryAfter = session.Locked(), max(0, session.WaitUntil.Sub(now))
	if visit.State == PageExpired || visit.State == PageDisabled {
		visit.RedirectURL = session.shopURL()
	}
	return visit
}

// addPayment adds what the provider says now.
func (v *PageView) addPayment(payment PaymentSession, by viewer) {
	v.Purchase, v.Revision = payment.Purchase, payment.Purchase.Revision()
	v.Session.Reference = cmp.Or(payment.Reference, v.Session.Reference)
	v.Methods = v.Session.offered(payment.Methods)
	v.Selected = v.Session.preselected(v.Methods)
	if by.invited {
		v.Payer = v.Payer.Or(payment.Payer)
	}
	v.Deliveries, v.TermsURL = payment.Deliveries, payment.TermsURL
	if v.Payer.Country == "" {
		v.Payer.Country = payment.Purchase.Country
	}
}

// offered are the categories a payer may choose now (hpp.md §6).
func (s Session) offered(all []Method) []Method {
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

// preselected is the method to preselect: the payer's last choice, or, where that
// was refused, the first that was not.
func (s Session) preselected(methods []Method) Category {
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
