package chaos

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// upstreamWorld is a page in front of merchants' accounts at a company: a second
// server, of which the page uses nothing but what the company publishes. All calls
// between the two, and those of payers to the page, pass gates.
type upstreamWorld struct {
	t              *testing.T
	company, front *harness.Server
	gate, door     *harness.Gate // before the company, and before the page
	shops          []*upstreamShop
	book           *upstreamBook
}

// upstreamShop is a merchant with an account at the company.
type upstreamShop struct {
	*harness.Merchant
	account  *harness.Merchant // there
	receiver *harness.Receiver
}

// The shops: the company's server calls the page for one of them.
const (
	calledBack = iota
	readsAlone
)

func startUpstream(t *testing.T) *upstreamWorld {
	t.Helper()
	w := &upstreamWorld{t: t, gate: harness.NewGate(t, harness.CompanyCalls), door: harness.NewGate(t, harness.PageCalls)}
	w.company = harness.Start(t, "OPENHPP_API_ALIASES="+w.gate.Host())
	w.gate.Before(w.company)
	w.front = harness.Start(t, "OPENHPP_PUBLIC_URL="+w.door.URL, fmt.Sprintf(
		`OPENHPP_UPSTREAM_COMPANY={"kind":"klarna","base_url":%q,"hosts":[%q],"sdk_url":%q,"page_origins":[%q]}`,
		w.gate.URL, w.gate.Host(), w.company.URL+"/kp/lib/v1/api.js", w.company.URL))
	w.door.Before(w.front)
	w.book = &upstreamBook{journal: harness.NewJournal(t)}
	for _, options := range [][]string{calledBack: nil, readsAlone: {"--callback", "off"}} {
		w.shops = append(w.shops, w.shop(options))
	}
	return w
}

func (w *upstreamWorld) shop(options []string) *upstreamShop {
	w.t.Helper()
	s := &upstreamShop{Merchant: w.front.Merchant("Lamps & Co"), account: w.company.Merchant("Lamps & Co, there")}
	password := filepath.Join(w.t.TempDir(), "password")
	if err := os.WriteFile(password, []byte(s.account.Password), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.front.Command(append([]string{"merchant", "upstream", "set", s.ID, "company", "--username", s.account.Username, "--password-file", password}, options...)...)
	s.receiver = harness.NewReceiver(w.t, s.Merchant)
	s.receiver.Journal = w.book.journal
	return s
}

// upstreamPayment is one session and the road that its payer takes.
type upstreamPayment struct {
	client.CreatedSession
	payment string // at the company
	mode    client.Mode
	road    road
	shop    *upstreamShop
	gone    bool // the road was gone to its end
}

// upstreamBook keeps what was acknowledged.
type upstreamBook struct {
	journal *harness.Journal

	mu       sync.Mutex
	payments []*upstreamPayment
}

func (b *upstreamBook) add(p *upstreamPayment) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.payments = append(b.payments, p)
}

// readThere is a payment session as its account at the company reads it.
func (p *upstreamPayment) readThere(t *testing.T) (status, token string) {
	t.Helper()
	answer := p.shop.account.Must(t, http.StatusOK, http.MethodGet, "/payments/v1/sessions/"+url.PathEscape(p.payment), nil)
	status, _ = answer.Body["status"].(string)
	token, _ = answer.Body["authorization_token"].(string)
	return status, token
}
