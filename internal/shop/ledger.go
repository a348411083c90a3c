package shop

import (
	"slices"
	"sync"
	"time"

	"github.com/openhpp/openhpp/client"
)

const (
	ledgerSize = 500 // purchases remembered; the oldest go first
	eventLimit = 50  // callbacks remembered of one purchase
)

// choice is what a buyer chose on the front page.
type choice struct {
	Market market
	Mode   client.Mode
	// Till says that the customer stands in the shop: a clerk brings the page
	// to the customer's own phone.
	Till bool
}

// purchase is one visit to the payment page. Its token is unguessable: it is
// what the addresses given to the server carry, so that whoever comes back
// with it is the one who was sent.
type purchase struct {
	Token       string
	Choice      choice
	SessionID   string
	RedirectURL string
	TillURL     string // the clerk's page
	OrderID     string // placed by the shop itself
	Events      []event
}

// event is a callback received, once or more.
type event struct {
	ID        string
	SessionID string
	Status    client.Status
	At        time.Time // of the first receipt
	Times     int
}

// ledger remembers purchases and tells watchers of changes.
type ledger struct {
	limit    int
	mu       sync.Mutex
	byToken  map[string]*purchase
	tokens   []string // oldest first
	watchers map[chan struct{}]string
}

func newLedger(limit int) *ledger {
	return &ledger{limit: limit, byToken: map[string]*purchase{}, watchers: map[chan struct{}]string{}}
}

func (l *ledger) add(p purchase) {
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
func (l *ledger) find(token string) (purchase, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.byToken[token]
	if !ok {
		return purchase{}, false
	}
	return p.copy(), true
}

// all answers copies, the newest first.
func (l *ledger) all() []purchase {
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
func (l *ledger) change(token string, change func(*purchase) bool) (purchase, bool) {
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
			default: // it has yet to look at the last change
			}
		}
	}
	return p.copy(), true
}

// watch answers a channel that wakes after changes of one purchase, or of any
// when token is empty, and the function that ends the watch.
func (l *ledger) watch(token string) (<-chan struct{}, func()) {
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
