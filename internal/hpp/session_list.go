package hpp

import (
	"context"
	"slices"
	"strings"
	"time"
)

// SessionFilter says which of a merchant's sessions a list holds. Members that
// are empty ask for nothing; those that are set must all hold.
type SessionFilter struct {
	Statuses         []Status
	Reference        string // what the payer quotes
	OrderID          string
	KlarnaReference  string
	PaymentSessionID string
	Contact          string // a whole e-mail address, or a phone number with its country code
	ProfileID        string
	Any              string // any of the ids and references above, or the session's own id
	From, To         time.Time
}

// ListPlace is a place in a list: behind the session that it names.
type ListPlace struct {
	At time.Time // when the session was made
	ID SessionID
}

// SessionSearch is a filter as a store reads it.
type SessionSearch struct {
	Merchant  MerchantID
	Statuses  []Status // never empty
	Reference string
	PaymentID string
	Keys      []SearchKey
	Any       string
	From, To  time.Time // To is not part of it; zero: no bound
	After     ListPlace // zero: from the newest on
	Limit     int
	// Examined is how many sessions a page looks at.
	Examined int
}

// SessionCounts are what became of a session's callbacks and messages.
type SessionCounts struct {
	Deliveries    DeliveryCounts
	Distributions DistributionCounts
}

// DeliveryCounts are events by whether their merchant was told.
type DeliveryCounts struct{ Waiting, Delivered, GivenUp int64 }

// DistributionCounts are links and receipts that were handed over. One that was
// opened was sent.
type DistributionCounts struct{ Sent, Bounced, Opened int64 }

// ListedSession is a session with what else a list says of it.
type ListedSession struct {
	Session
	SessionCounts
	PaymentURL     string   // its payment session's API address; empty: the provider is not configured any more
	MaskedContacts []string // of payers, as much of each as may be shown
}

// SessionPage is a part of a list, the newest session first.
type SessionPage struct {
	Sessions []ListedSession
	Next     *ListPlace // where the next part begins; nil: there is none
}

// SessionListStore lists sessions of one merchant.
type SessionListStore interface {
	// ListSessions answers sessions, the newest first, and where the list goes on;
	// nil: nowhere. It may answer fewer than asked for, and yet go on.
	ListSessions(ctx context.Context, search SessionSearch) ([]Session, *ListPlace, error)
	// CountOfSessions answers the counts of sessions, in as few queries for many as
	// for one; one without callbacks and messages may be missing.
	CountOfSessions(ctx context.Context, sessions []Session) (map[SessionID]SessionCounts, error)
}

// maxExamined is how many sessions a page looks at.
const maxExamined = 2000

// SessionLists are a merchant's lists, as the REST API needs them. ListService
// implements it.
type SessionLists interface {
	// ListSessions lists a merchant's sessions, from a place on; limit is how many
	// a page holds at most.
	ListSessions(ctx context.Context, m Merchant, f SessionFilter, after ListPlace, limit int) (SessionPage, error)
	// DescribeSession answers one, also after its end.
	DescribeSession(ctx context.Context, m Merchant, id SessionID) (ListedSession, error)
}

// ListService lists and finds sessions. All fields are required.
type ListService struct {
	Sessions *SessionService
	Store    SessionListStore
	// PaymentURL answers a payment session's API address; empty: nobody serves it.
	PaymentURL func(PaymentRef) string
}

// Check reports an error that names every missing field.
func (l *ListService) Check() error { return checkComplete(*l) }

// ListSessions implements SessionLists.
func (l *ListService) ListSessions(ctx context.Context, m Merchant, f SessionFilter, after ListPlace, limit int) (SessionPage, error) {
	search, err := l.search(m.ID(), f)
	if err != nil {
		return SessionPage{}, err
	}
	search.After, search.Limit, search.Examined = after, limit, maxExamined
	found, next, err := l.Store.ListSessions(ctx, search)
	if err != nil {
		return SessionPage{}, err
	}
	listed, err := l.withCounts(ctx, found)
	return SessionPage{Sessions: listed, Next: next}, err
}

// DescribeSession implements SessionLists.
func (l *ListService) DescribeSession(ctx context.Context, m Merchant, id SessionID) (ListedSession, error) {
	session, err := l.Sessions.Store.FindForMerchant(ctx, m.ID(), id)
	if err != nil {
		return ListedSession{}, err
	}
	listed, err := l.withCounts(ctx, []Session{session})
	if err != nil {
		return ListedSession{}, err
	}
	return listed[0], nil
}

func (l *ListService) withCounts(ctx context.Context, sessions []Session) ([]ListedSession, error) {
	counts, err := l.Store.CountOfSessions(ctx, sessions)
	if err != nil {
		return nil, err
	}
	listed := make([]ListedSession, len(sessions))
	for i, session := range sessions {
		session = l.Sessions.withReference(session)
		listed[i] = ListedSession{session, counts[session.ID], l.PaymentURL(session.Payment), l.Sessions.maskedContacts(session)}
	}
	return listed, nil
}

// search is a filter as a store reads it. A profile comes last among the keys: it
// is what most sessions have in common.
func (l *ListService) search(merchant MerchantID, f SessionFilter) (SessionSearch, error) {
	search := SessionSearch{
		Merchant: merchant, Statuses: f.Statuses, Reference: f.Reference, PaymentID: f.PaymentSessionID, Any: strings.TrimSpace(f.Any), From: f.From, To: f.To,
	}
	if len(search.Statuses) == 0 {
		search.Statuses = Statuses
	}
	if f.Contact != "" {
		contact, err := l.Sessions.normalContact(f.Contact, "")
		if err != nil {
			return search, newFieldError(CodeBadValue, "contact", "must be a whole e-mail address, or a phone number with its country code, such as +46701740615")
		}
		search.Keys = append(search.Keys, l.Sessions.Links.contactKey(merchant, contact))
	}
	for _, key := range []SearchKey{{ByOrderID, f.OrderID}, {ByKlarnaReference, f.KlarnaReference}, {ByProfile, f.ProfileID}} {
		if key.Value != "" {
			search.Keys = append(search.Keys, key)
		}
	}
	return search, nil
}

// Filters reports whether a search asks for more than what its first condition
// finds: sessions have to be looked at then.
func (s SessionSearch) Filters() bool {
	conditions := len(s.Keys)
	for _, text := range []string{s.Reference, s.PaymentID, s.Any} {
		if text != "" {
			conditions++
		}
	}
	ranged := conditions > 0 && (!s.From.IsZero() || !s.To.IsZero())
	return conditions > 1 || ranged || !s.holdsAll()
}

func (s SessionSearch) holdsAll() bool {
	return !slices.ContainsFunc(Statuses, func(status Status) bool { return !slices.Contains(s.Statuses, status) })
}
