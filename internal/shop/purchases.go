package shop

import (
	"slices"
	"sync"
	"time"

	"github.com/openhpp/openhpp/client"
)

const (
	maxPurchases = 500 // purchases remembered; the oldest go first
	eventLimit   = 50  // callbacks remembered of one purchase
)

// choice is what a buyer chose on the front page.
type choice struct {
	Market market
	Mode   client.Mode
	// Till says that the customer stands in the shop: a clerk brings the page
	// to the customer's own phone.
	Till bool
}

// purchase is one press of buy. Its token cannot be guessed and is part of the
// addresses given to the server, so that only the payer comes back with it.
type purchase struct {
	Token       string
	Choice      choice
	SessionID   string
	RedirectURL string
	TillURL     string // the clerk's page
	OrderID     string // placed by the shop itself
	Events      []event
	// Paid is the signed result that the payer brought; the zero one before.
	Paid client.PaidResult
}

// event is a callback received, once or more.
type event struct {
	ID        string
	SessionID string
	Status    client.Status
	At        time.Time // of the first receipt
	Times     int
}

// purchaseStore keeps purchases in memory and wakes watchers of changes.
type purchaseStore struct {
	limit    int
	mu       sync.Mutex
	byToken  map[string]*purchase
	tokens   []string // oldest first
	watchers map[chan struct{}]string
}

func newPurchaseStore(limit int) *purchaseStore {
	return &purchaseStore{limit: limit, byToken: map[string]*purchase{}, watchers: map[chan struct{}]string{}}
}

func (l *purchaseStore) add(p purchase) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byToken[p.Token] = &p
	l.tokens = append(l.tokens, p.Token)
	if len(l.tokens) > l.limit {
		delete(l.byToken, l.tokens[0])
		l.tokens = l.tokens[1:]
	}
}

// find answers a copy, so that pages are built without the lock.
func (l *purchaseStore) find(token string) (purchase, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.byToken[token]
	if !ok {
		return purchase{}, false
	}
	return p.copy(), true
}

// all answers copies, the newest first.
func (l *purchaseStore) all() []purchase {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := make([]purchase, 0, len(l.tokens))
	for _, token := range slices.Backward(l.tokens) {
		found = append(found, l.byToken[token].copy())
	}
	return found
}

// change alters a purchase, unless change says that there is nothing to do,
// and wakes who watches it.
func (l *purchaseStore) change(token string, change func(*purchase) bool) (purchase, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.byToken[token]
	if !ok || !change(p) {
		return purchase{}, false
	}
	for watcher, watched := range l.watchers {
		if watched == "" || watched == token {
			select {
			case watcher <- struct{}{}:
			default: // it was woken already
			}
		}
	}
	return p.copy(), true
}

// watch answers a channel that wakes after changes of one purchase, or of any
// when token is empty, and the function that ends the watch.
func (l *purchaseStore) watch(token string) (<-chan struct{}, func()) {
	watcher := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watchers[watcher] = token
	return watcher, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.watchers, watcher)
	}
}

func (p *purchase) copy() purchase {
	c := *p
	c.Events = slices.Clone(p.Events)
	return c
}

// record notes a callback. A repeat is known by its event id.
func (p *purchase) record(c client.Callback, at time.Time) {
	for i := range p.Events {
		if p.Events[i].ID == c.EventID {
			p.Events[i].Times++
			return
		}
	}
	if len(p.Events) == eventLimit {
		p.Events = slices.Delete(p.Events, 0, 1)
	}
	p.Events = append(p.Events, event{ID: c.EventID, SessionID: c.Session.SessionID, Status: c.Session.Status, At: at.UTC(), Times: 1})
}
