package apicli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// Payment is how a payer behaves.
type Payment struct {
	Link    string // of the page, or a session's id
	Decline bool   // be declined
	Reason  string // why, as in the test data: high_risk; empty: denied
	Person  string // ISO 3166-1 alpha-2 of the test person; empty: of the purchase
	Method  string // PAY_LATER and so on; empty: the first one offered
}

// Paid is what a page came to.
type Paid struct {
	Outcome  string `json:"outcome"`            // data-outcome of the page
	Redirect string `json:"redirect,omitempty"` // where the page led the payer, if anywhere
}

// Pay plays the payer of a playground: it sends the page's own forms, as a browser without scripts
// does, until the page shows an outcome, and prints that. Any other outcome than the one wanted is
// an error.
func (c Caller) Pay(ctx context.Context, p Payment) error {
	if !strings.Contains(p.Link, "://") && c.API.BaseURL != "" {
		link, err := c.linkOf(ctx, p.Link)
		if err != nil {
			return err
		}
		p.Link = link
	}
	payer, err := newPayer(p)
	if err != nil {
		return err
	}
	paid, err := payer.pay(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(paid)
	if err != nil {
		return err
	}
	if err := c.show(text, paid.Outcome, field{"Outcome", paid.Outcome}, field{"Led to", paid.Redirect}); err != nil {
		return err
	}
	want := "completed"
	if p.Decline {
		want = "failed"
	}
	if paid.Outcome != want {
		return fmt.Errorf("the page says %q, not %q", paid.Outcome, want)
	}
	return nil
}

// payer is somebody at a page.
type payer struct {
	Payment
	base   *url.URL
	client *http.Client
	filled bool // a test person's details are in the form
	paid   Paid
}

func newPayer(p Payment) (*payer, error) {
	base, err := url.Parse(p.Link)
	if err != nil || base.Host == "" {
		return nil, wrongUse("the link must be an address such as a session's redirect_url, but is %q", p.Link)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &payer{Payment: p, base: base, client: &http.Client{
		Jar: jar, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// maxSteps bounds a payment: details, delivery, code, and a mistake at each.
const maxSteps = 20

// lookEvery is how long a payer waits before looking again at a page that says "checking".
const lookEvery = 250 * time.Millisecond

func (p *payer) pay(ctx context.Context) (Paid, error) {
	page, err := p.send(ctx, http.MethodGet, p.Link, nil)
	for step := 0; err == nil && step < maxSteps; {
		switch {
		case page.outcome == "checking":
			select {
			case <-ctx.Done():
				return p.paid, fmt.Errorf("the page still says that it is checking: %w", ctx.Err())
			case <-time.After(lookEvery):
			}
			page, err = p.send(ctx, http.MethodGet, p.Link, nil)
			continue
		case page.outcome != "" && !p.retries(page):
			p.paid.Outcome = page.outcome
			return p.paid, nil
		}
		step++
		page, err = p.act(ctx, page)
	}
	if err == nil {
		err = errors.New("the page goes on asking")
	}
	return p.paid, err
}

// retries reports whether a page that ended badly before lets the payer try again.
func (p *payer) retries(page payerPage) bool {
	_, _, ok := page.press("retry")
	return ok && !p.filled
}

// act does what a page asks for.
func (p *payer) act(ctx context.Context, page payerPage) (payerPage, error) {
	if page.outcome != "" {
		return p.press(ctx, page, "retry", nil)
	}
	if _, _, asksCode := page.press("challenge-submit"); asksCode {
		form := url.Values{}
		if b := page.buttons["challenge-submit"]; page.fields[b.form].Get("otp") == "" {
			form.Set("otp", "123456") // any but 999999 passes
		}
		return p.press(ctx, page, "challenge-submit", form)
	}
	if _, _, asksToPay := page.press("pay"); !asksToPay {
		return page, errors.New("the page asks for nothing that a payer without scripts can do")
	}
	if !p.filled {
		return p.fillIn(ctx, page)
	}
	if len(page.faults) > 0 {
		return page, fmt.Errorf("the page does not take the details: %s", strings.Join(page.faults, "; "))
	}
	return p.payWith(ctx, page)
}

// fillIn lets the page fill in a test person.
func (p *payer) fillIn(ctx context.Context, page payerPage) (payerPage, error) {
	p.filled = true
	scenario := "test-approved"
	if p.Decline && p.Reason == "" {
		scenario = "test-declined"
	}
	if _, _, isPlayground := page.press(scenario); !isPlayground {
		return page, errors.New("the page offers no test person: it is of no playground, or its provider acts by itself")
	}
	return p.press(ctx, page, scenario, nil)
}

func (p *payer) payWith(ctx context.Context, page payerPage) (payerPage, error) {
	form := url.Values{}
	details := page.fields[page.buttons["pay"].form]
	if p.Person != "" && !strings.EqualFold(p.Person, details.Get("country")) {
		return page, wrongUse("--person: the page's test person is of %s, where the purchase is", details.Get("country"))
	}
	if p.Reason != "" {
		name, domain, _ := strings.Cut(details.Get("email"), "@")
		form.Set("email", name+"+reject_reason_"+p.Reason+"@"+domain)
	}
	if p.Method != "" {
		value, ok := page.radios["method-"+strings.ToLower(p.Method)]
		if !ok {
			return page, wrongUse("--method: the page does not offer %s", p.Method)
		}
		form.Set("payment_method_category", value)
	}
	return p.press(ctx, page, "pay", form)
}

// press sends a button's form with what the payer typed.
func (p *payer) press(ctx context.Context, page payerPage, testID string, typed url.Values) (payerPage, error) {
	action, form, ok := page.press(testID)
	if !ok {
		return page, fmt.Errorf("the page has no button %q", testID)
	}
	for name, values := range typed {
		form[name] = values
	}
	return p.send(ctx, http.MethodPost, action, form)
}

// send sends a form, or reads a page when there is none, and goes where the answer leads within the
// server. It never follows to the shop.
func (p *payer) send(ctx context.Context, method, address string, form url.Values) (payerPage, error) {
	for range maxSteps {
		at, err := p.base.Parse(address)
		if err != nil {
			return payerPage{}, errors.New("the page leads to what is no address")
		}
		if at.Host != p.base.Host {
			p.paid.Redirect = at.String()
			method, address, form = http.MethodGet, p.Link, nil
			continue
		}
		page, next, err := p.exchange(ctx, method, at.String(), form)
		if err != nil || next == "" {
			return page, err
		}
		method, address, form = http.MethodGet, next, nil
	}
	return payerPage{}, errors.New("the page leads in a circle")
}

func (p *payer) exchange(ctx context.Context, method, address string, form url.Values) (page payerPage, next string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return page, "", err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := p.client.Do(request)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err // its address is the link
		}
		return page, "", Unreachable{err}
	}
	defer func() { _ = response.Body.Close() }()
	if next := leadsTo(response.Header); next != "" {
		return page, next, nil
	}
	if page, err = readPage(response.Body); err != nil {
		return page, "", Unreachable{err}
	}
	if response.StatusCode >= http.StatusInternalServerError || response.StatusCode >= http.StatusBadRequest && page.outcome == "" && len(page.buttons) == 0 {
		return page, "", Unreachable{fmt.Errorf("the page answered %d", response.StatusCode)}
	}
	return page, "", nil
}

// leadsTo is where an answer leads at once, if anywhere.
func leadsTo(header http.Header) string {
	if location := header.Get("Location"); location != "" {
		return location
	}
	delay, address, _ := strings.Cut(header.Get("Refresh"), "url=")
	if strings.TrimRight(delay, "; ") != "0" {
		return ""
	}
	return address
}
