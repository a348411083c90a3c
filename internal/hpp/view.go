package hpp

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"
)

// pageState says what the page shows for a stored session: nothing else decides
// it.
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
	case s.withPayer():
		return PagePay
	case s.Attempt != nil:
		return PageChallenge
	case s.Status == Failed:
		return PageFailed
	case s.Status == Errored:
		return PageError
	}
	return PagePay
}

// Open answers what the page at a link shows. Opening it changes nothing; only
// what the provider already decided elsewhere is followed.
func (s *SessionService) Open(ctx context.Context, link string, by Browser) (PageView, error) {
	session, shared, err := s.resolveLink(ctx, link)
	if err != nil {
		return PageView{}, err
	}
	return s.view(ctx, opened{session: session, shared: shared, by: by})
}

// view is what a session shows now, by its provider's and its merchant's word.
func (s *SessionService) view(ctx context.Context, o opened) (PageView, error) {
	view, err := s.viewWithProvider(ctx, o)
	if err != nil {
		return view, err
	}
	if view, err = s.addRenewal(ctx, s.addResult(ctx, view)); err != nil {
		return view, err
	}
	return s.closeUnlessSelling(ctx, view)
}

// viewWithProvider is what a session shows by its provider's word.
func (s *SessionService) viewWithProvider(ctx context.Context, o opened) (PageView, error) {
	if !o.session.IsOpen(s.now()) {
		return s.viewSession(o), nil
	}
	payment, fresh, err := s.readForPage(ctx, o.session)
	switch {
	case IsCode(err, CodeNotFound) && !o.session.Busy():
		view := s.viewSession(o)
		view.State, view.RedirectURL = PageExpired, o.session.shopURL()
		return view, nil
	case err != nil:
		// The stored purchase is good enough to look at; paying asks again.
		s.Log.WarnContext(ctx, "provider unreadable", "session_id", o.session.ID, "error", err)
		view := s.viewSession(o)
		if isAccountFault(err) && o.session.Attempt == nil && view.State.payable() {
			view = view.withoutSales()
		}
		return view, nil
	}
	o.payment, o.fresh = &payment, fresh
	if payment.State != PaymentOpen && !o.session.Busy() {
		return s.syncWithProvider(ctx, o)
	}
	return s.viewSession(o), nil
}

// syncWithProvider follows what the provider decided elsewhere and reads the session
// again.
// Until that has worked the page says "checking".
func (s *SessionService) syncWithProvider(ctx context.Context, o opened) (PageView, error) {
	if err := s.Follow(ctx, o.session.Payment); err != nil {
		s.Log.InfoContext(ctx, "payment session not followed yet", "session_id", o.session.ID, "error", err)
		view := s.viewSession(o)
		view.State = PageChecking
		return view, nil
	}
	session, err := s.Store.Find(ctx, o.session.ID)
	if err != nil {
		return PageView{}, err
	}
	o.session = session
	return s.viewSession(o), nil
}

// afterAct is the view once an act is over: of the session as it was saved, or
// as it was found where nothing was saved.
func (s *SessionService) afterAct(ctx context.Context, view PageView, session Session) PageView {
	if session.ID == "" {
		return view // the store failed: nothing newer is known
	}
	o := *view.opened
	o.session = session
	return s.addResult(ctx, s.viewSession(o))
}

// changeTag is the change tag of a session whose merchant may take no payments.
func (s *SessionService) changeTag(ctx context.Context, session Session) (string, error) {
	now := s.now()
	view, err := s.closeUnlessSelling(ctx, PageView{Session: session, State: session.pageState(now), ChangeTag: session.changeTag(now)})
	return view.ChangeTag, err
}

// changeTag changes with every save and when the time runs out.
func (s Session) changeTag(now time.Time) string { return s.changeTagOf(s.pageState(now)) }

// changeTagOf is the change tag of a session that shows a state.
func (s Session) changeTagOf(state PageState) string {
	return strconv.FormatInt(s.Version, 10) + "-" + string(state)
}

// resolveLink finds the session at a link, and whether the link is the shared one.
func (s *SessionService) resolveLink(ctx context.Context, link string) (session Session, shared bool, err error) {
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

func (s *SessionService) readPayment(ctx context.Context, session Session) (PaymentSession, error) {
	provider, err := s.provider(session)
	if err != nil {
		return PaymentSession{}, err
	}
	return provider.Read(ctx, session.Merchant, session.Payment)
}

// viewSession is what a session shows, with its provider's word where that is
// known. What was typed is in it for its own browser only, and in PageView.Payer
// alone.
func (s *SessionService) viewSession(o opened) PageView {
	now, by := s.now(), s.identifyViewer(o)
	session := s.withReference(o.session)
	session.Payer, session.BrowserHash, session.Recipients = Payer{}, nil, nil
	view := PageView{
		Session: session, State: session.pageState(now), Now: now,
		Purchase: session.Purchase, Revision: session.Purchase.Revision(),
		Payer: by.payer, SameBrowser: by.sameBrowser, SharedToken: s.Links.SharedToken(session),
		Exit: session.exitMode(), RedirectURL: session.redirectURL(),
		Declined: (session.FellBack || len(session.Refused) > 0) && session.Attempt == nil && session.Status == InProgress,
		FormKey:  s.Links.FormKey(session), ChangeTag: session.changeTag(now), opened: &o,
	}
	view.Locked, view.RetryAfter = session.Locked(), max(0, session.WaitUntil.Sub(now))
	if provider, ok := s.Providers.ByName(session.Payment.Provider); ok {
		_, view.PayerActs = provider.(PayerAuthorizer)
	}
	if view.State == PagePay && session.withPayer() {
		view.StepToken = s.Links.stepToken(session, session.Attempt.ID)
	}
	if view.State == PageExpired || view.State == PageDisabled {
		view.RedirectURL = session.shopURL()
	}
	if o.payment != nil && session.IsOpen(now) && (o.payment.State == PaymentOpen || session.Busy()) {
		view.addPayment(*o.payment, by)
	}
	return view
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

// offered are the categories a payer may choose now (docs/spec/hpp.md §6).
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
