package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// companyFault is how a company answers one call, before it does what was asked or after.
type companyFault struct {
	name   string
	after  bool
	answer http.HandlerFunc
	logged int // as the status of that call; 0: none came
}

var companyFaults = []companyFault{
	{"429", false, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Ratelimit-Reset", "2")
		w.WriteHeader(http.StatusTooManyRequests)
	}, 429},
	{"401 as HTML", false, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte("<html><h1>401</h1>"))
	}, 401},
	{"504", true, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusGatewayTimeout)
		_, _ = w.Write([]byte("<html>upstream timed out"))
	}, 504},
	{"cut", true, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "999")
		_, _ = w.Write([]byte(`{"order_id":"01`))
	}, 200},
	{"slow", true, func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(11 * time.Second):
		case <-r.Context().Done():
		}
		w.WriteHeader(http.StatusOK)
	}, 0},
}

// trouble is a fault of one call of one payment, once.
type trouble struct {
	call  string
	fault companyFault

	mu    sync.Mutex
	armed bool
	hit   bool
	names []string // that the payment has at the company
}

// namesIn are what an answer of the company calls things.
var namesIn = regexp.MustCompile(`"(?:session_id|order_id|authorization_token)":"([^"]+)"`)

// meet answers in the company's stead where the trouble is.
func (f *trouble) meet(p harness.Passage) (answer http.HandlerFunc, mine bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	text := p.Path + string(p.Body)
	for _, name := range f.names {
		mine = mine || strings.Contains(text, name)
	}
	if !mine {
		return nil, false
	}
	if p.Answered {
		for _, found := range namesIn.FindAllSubmatch(p.Answer, -1) {
			f.names = append(f.names, string(found[1]))
		}
	}
	if f.armed && p.Call == f.call && p.Answered == f.fault.after {
		f.armed, f.hit = false, true
		return f.fault.answer, true
	}
	return nil, true
}

func (f *trouble) arm() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed = true
}

// troubled is a payer whose payment has one trouble.
type troubled struct {
	*upstreamWorld
	*trouble
	t     *testing.T
	name  string
	payer *harness.Payer
	made  client.CreatedSession
	step  string
	shown harness.Page // the step
}

// sees holds what the payer is shown: a status, and an outcome or what is asked for.
func (p *troubled) sees(want string, page harness.Page, err error) {
	p.t.Helper()
	shows := page.Outcome
	if shows == "" {
		shows = page.Asks
	}
	if got := fmt.Sprintf("%d %s", page.Status, shows); got != want {
		p.t.Errorf(p.name+": the payer sees %q, %v; want %q", got, err, want)
	}
}

func (p *troubled) goToStep() {
	p.t.Helper()
	var err error
	if p.step, p.shown, err = p.payer.GoToStep(p.t.Context(), p.made.RedirectURL); err != nil || p.step == "" {
		p.t.Fatalf(p.name+": the step: %v, %+v", err, p.shown)
	}
}

func (p *troubled) authorize() string {
	p.t.Helper()
	token, err := p.payer.Authorize(p.t.Context(), p.company.URL, p.shown.ClientToken, p.made.SessionID, "alice@example.com")
	if err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names = append(p.names, token)
	return token
}

func (p *troubled) bring() {
	p.t.Helper()
	if _, err := p.payer.Report(p.t.Context(), p.step, p.shown, "approved", p.authorize()); err != nil {
		p.t.Error(p.name, err)
	}
}

// forAccount is what is seen of a fault that the merchant alone can mend, and what of
// any other.
func (p *troubled) forAccount(account, other string) string {
	if p.fault.logged == http.StatusUnauthorized {
		return account
	}
	return other
}

func (p *troubled) opening() {
	p.arm()
	page, err := p.payer.Open(p.t.Context(), p.made.RedirectURL)
	p.sees(p.forAccount("200 disabled", "200 "), page, err) // no way to pay right now
	p.goToStep()
	p.bring()
}

func (p *troubled) pressing() {
	if _, err := p.payer.Open(p.t.Context(), p.made.RedirectURL); err != nil {
		p.t.Error(p.name, err)
	}
	p.arm()
	_, page, err := p.payer.GoToStep(p.t.Context(), p.made.RedirectURL)
	p.sees(p.forAccount("303 ", "503 error"), page, err)
	p.goToStep()
	p.bring()
}

func (p *troubled) atTheStep() {
	p.goToStep()
	p.arm()
	page, err := p.payer.Open(p.t.Context(), p.step)
	p.sees("503 error", page, err)
	p.bring()
}

func (p *troubled) beginningTheStep() {
	p.arm()
	_, page, err := p.payer.GoToStep(p.t.Context(), p.made.RedirectURL)
	p.sees("503 error", page, err)
	p.goToStep()
	p.bring()
}

func (p *troubled) reporting() {
	p.goToStep()
	token := p.authorize()
	p.arm()
	_, err := p.payer.Report(p.t.Context(), p.step, p.shown, "approved", token)
	page, _ := p.payer.Open(p.t.Context(), p.made.RedirectURL)
	if p.call == "read order" {
		p.sees(p.forAccount("200 completed", "200 checking"), page, err) // an order has no reference then
		return
	}
	p.sees("200 checking", page, err)
}

func (p *troubled) leaving() {
	p.goToStep()
	p.arm()
	if to, err := p.payer.LeaveStep(p.t.Context(), p.step, p.shown); err == nil {
		p.t.Errorf(p.name+": leads to %s", to)
	}
	p.payThere()
}

func (p *troubled) returning() {
	p.goToStep()
	p.arm()
	p.payThere()
}

func (p *troubled) payThere() {
	p.t.Helper()
	to, err := p.payer.LeaveStep(p.t.Context(), p.step, p.shown)
	if err != nil {
		p.t.Fatal(p.name, err)
	}
	if paid, err := harness.NewPayer().Pay(p.t.Context(), to, "customer@email.se"); err != nil || paid.Outcome != "completed" {
		p.t.Fatalf(p.name+": there: %v, %s", err, paid.Outcome)
	}
	if _, err := p.payer.ReturnToStep(p.t.Context(), p.step, "done"); err != nil {
		p.t.Error(p.name, err)
	}
}

func (p *troubled) goingBack() {
	p.goToStep()
	p.arm()
	if _, err := p.payer.GoBack(p.t.Context(), p.made.RedirectURL); err != nil {
		p.t.Error(p.name, err)
	}
	p.authorize()
}

// Whatever call a company answers wrongly, late or not at all, the payer is told the
// truth, the log says which call it was, and there is one order, captured once.
func TestACompanyInTrouble(t *testing.T) {
	t.Parallel()
	e, gate, _ := startAtGates(t, klarnaSDK, []string{"--callback", "off"})
	calledBack := e.anotherAccount(t, nil)
	var mu sync.Mutex
	var all []*trouble
	gate.Meet(func(p harness.Passage) http.HandlerFunc {
		mu.Lock()
		defer mu.Unlock()
		for _, one := range all {
			if answer, mine := one.meet(p); mine {
				return answer
			}
		}
		return nil
	})
	var payers sync.WaitGroup
	for _, c := range []struct {
		call, when string
		act        func(*troubled)
		world      *upstreamWorld
	}{
		{"read session", "opening", (*troubled).opening, e},
		{"read session", "pressing", (*troubled).pressing, e},
		{"read session", "at the step", (*troubled).atTheStep, e},
		{"add the callback", "at the step", (*troubled).beginningTheStep, calledBack},
		{"read session", "reporting", (*troubled).reporting, e},
		{"place order", "reporting", (*troubled).reporting, e},
		{"read order", "reporting", (*troubled).reporting, e},
		{"capture", "reporting", (*troubled).reporting, e},
		{"make a hosted page", "leaving", (*troubled).leaving, e},
		{"read a hosted page", "returning", (*troubled).returning, e},
		{"release", "going back", (*troubled).goingBack, calledBack},
	} {
		for _, f := range companyFaults {
			payment, err := c.world.account.CreatePayment(t.Context(), harness.Purchase())
			if err != nil {
				t.Fatal(err)
			}
			p := &troubled{
				upstreamWorld: c.world, trouble: &trouble{call: c.call, fault: f, names: []string{payment.SessionID}},
				t: t, name: c.call + " " + c.when + ", " + f.name, payer: harness.NewPayer(),
			}
			p.made = p.page(t, "/payments/v1/sessions/"+payment.SessionID, &client.SessionOptions{PlaceOrderMode: client.ModeCaptureOrder})
			mu.Lock()
			all = append(all, p.trouble)
			mu.Unlock()
			payers.Go(func() {
				c.act(p)
				p.settles(payment.SessionID, c.call == "release")
			})
		}
	}
	payers.Wait()
}

// settles waits for the one order of a payment, or for none of one that was left.
func (p *troubled) settles(payment string, left bool) {
	p.t.Helper()
	var session client.Session
	last := ""
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline) && p.t.Context().Err() == nil; {
		var err error
		if session, err = p.merchant.ReadSession(p.t.Context(), p.made.SessionID); err != nil {
			p.t.Fatal(p.name, err)
		}
		read := p.account.Must(p.t, http.StatusOK, http.MethodGet, "/payments/v1/sessions/"+payment, nil)
		token, _ := read.Body["authorization_token"].(string)
		last = fmt.Sprintf("%s with order %q; the company %v, %q", session.Status, session.OrderID, read.Body["status"], token)
		over := left && session.Status == client.Back && token == "" || !left && session.Status == client.Completed
		if over && p.wasHit() && p.logs() {
			break
		}
		harness.Pause(p.t.Context(), 300*time.Millisecond)
	}
	if !p.wasHit() {
		p.t.Errorf(p.name+": no %s was answered so; %s", p.call, last)
	}
	if !p.logs() {
		p.t.Errorf(p.name+": the log does not tell of %s, %d", p.call, p.fault.logged)
	}
	if left {
		if session.Status != client.Back || session.OrderID != "" || !strings.HasSuffix(last, `incomplete, ""`) {
			p.t.Error(p.name, last)
		}
		return
	}
	order, err := p.account.ReadOrder(p.t.Context(), session.OrderID)
	if err != nil || session.Status != client.Completed || order.Amount != 23750 || order.Captured != 23750 || len(order.Captures) != 1 {
		p.t.Errorf(p.name+": %s; %+v, %v", last, order, err)
	}
}

func (p *troubled) wasHit() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hit
}

// logs reports that the server's log tells of a call that was answered so.
func (p *troubled) logs() bool {
	for line := range strings.Lines(p.Log()) {
		if strings.Contains(line, `"msg":"upstream call"`) && strings.Contains(line, `"call":"`+p.call+`"`) && strings.Contains(line, fmt.Sprintf(`"status":%d,`, p.fault.logged)) {
			return true
		}
	}
	return false
}
