package harness

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Tab is one window of the size of a phone, with a session of its own.
type Tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	requests []request
	faults   []string
	broken   []string // faults that are not an answer's status alone
	dead     []string // pages that did not load: the browser showed one of its own
}

// request is what a window asked of somebody.
type request struct {
	id      network.RequestID
	address string
}

// Tab opens a window; without scripts it is what a careful payer has.
func (b *Browser) Tab(t *testing.T, scripts bool) *Tab {
	t.Helper()
	tab := &Tab{t: t}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.listen))
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	tab.ctx = ctx
	tab.do("open a window", chromedp.EmulateViewport(360, 640), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, target, log.Enable, cdp.Empty{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
		return err
	}))
	// A click while one page fades into the next can be lost.
	tab.Media("", "prefers-reduced-motion", "reduce")
	return tab
}

func (tab *Tab) listen(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		tab.requests = append(tab.requests, request{e.RequestID, e.Request.URL})
	case *network.EventLoadingFailed:
		if e.Type == network.ResourceTypeDocument && !e.Canceled {
			tab.dead = append(tab.dead, e.ErrorText)
		}
		if e.BlockedReason != "" { // the page's policy stopped it: nothing was asked
			tab.requests = slices.DeleteFunc(tab.requests, func(r request) bool { return r.id == e.RequestID })
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			fault := e.Entry.Text + " " + e.Entry.URL
			tab.faults = append(tab.faults, fault)
			if e.Entry.Source != log.EntrySourceNetwork {
				tab.broken = append(tab.broken, fault)
			}
		}
	}
}

func (tab *Tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	if err := chromedp.Do(tab.ctx, steps...); err != nil {
		where, _ := chromedp.Run(tab.ctx, chromedp.Location())
		tab.t.Fatalf("%s at %s: %v", what, where, err)
	}
}

func hook(testid string) chromedp.CSS {
	return chromedp.CSS(`[data-testid="` + testid + `"]`)
}

// Open goes to an address.
func (tab *Tab) Open(address string) {
	tab.t.Helper()
	tab.do("open "+address, chromedp.Navigate(address))
}

// Choose presses a control that stays on its page.
func (tab *Tab) Choose(testid string) {
	tab.t.Helper()
	tab.do("choose "+testid, chromedp.Click(hook(testid)))
}

// Until presses a control again and again until an element is there: what stands
// above it may still be moving.
func (tab *Tab) Until(testid, selector string) {
	tab.t.Helper()
	Eventually(tab.t, time.Minute, selector+" after "+testid, func() bool {
		if Ask[bool](tab, `!!document.querySelector("`+selector+`")`) {
			return true
		}
		tab.Choose(testid)
		return false
	})
}

// Click presses the control with a test id and waits for the page it leads
// to, so that what is looked for next is never found on the old one.
func (tab *Tab) Click(testid string) {
	tab.t.Helper()
	tab.turnPage("click "+testid, chromedp.Click(hook(testid)))
}

// turnPage does what leads to another page and waits for that, whether the
// browser loads it or the page's script shows it in place of this one.
func (tab *Tab) turnPage(what string, act chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	tab.Run(`document.body.turned = true`)
	tab.do(what, act)
	Eventually(tab.t, time.Minute, "another page after "+what, func() bool {
		there, answered := TryAsk[bool](tab, `document.readyState === 'complete' && !document.body.turned`)
		return there && answered
	})
}

// See waits for the control with a test id.
func (tab *Tab) See(testid string) {
	tab.t.Helper()
	tab.do("see "+testid, chromedp.WaitVisible(hook(testid)))
}

// Type replaces a field's content, and opens the row that it may lie in. The first character comes from a key, which
// pages may listen for; the rest is put in at once, as from the clipboard of a
// password manager.
func (tab *Tab) Type(name, text string) {
	tab.t.Helper()
	field := chromedp.CSS(`[name="` + name + `"]`)
	tab.do("find "+name, chromedp.WaitReady(field))
	tab.Unfold(`[name="` + name + `"]`)
	tab.Run(`document.querySelector('[name="` + name + `"]').value = ''`)
	_, first := utf8.DecodeRuneInString(text)
	tab.do("type "+name, chromedp.WaitVisible(field), chromedp.SendKeys(field, text[:first]))
	if rest := text[first:]; rest != "" {
		tab.do("type "+name, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: rest})
			return err
		}))
	}
}

// Unfold opens every row that an element lies in.
func (tab *Tab) Unfold(selector string) {
	tab.t.Helper()
	quoted, err := json.Marshal(selector)
	if err != nil {
		tab.t.Fatal(err)
	}
	tab.Run(`for (let e = document.querySelector(` + string(quoted) + `); e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true`)
}

// Value is what a field holds.
func (tab *Tab) Value(name string) string {
	tab.t.Helper()
	value, err := chromedp.Run(tab.ctx, chromedp.Value(chromedp.CSS(`[name="`+name+`"]`)))
	if err != nil {
		tab.t.Fatalf("value of %s: %v", name, err)
	}
	return value
}

// Outcome waits for the outcome page of this name.
func (tab *Tab) Outcome(name string) {
	tab.t.Helper()
	tab.do("outcome "+name, chromedp.WaitVisible(chromedp.CSS(`main[data-outcome="`+name+`"]`)))
}

// Back presses the browser's back button and waits for what it shows.
func (tab *Tab) Back() {
	tab.t.Helper()
	tab.do("go back", chromedp.NavigateBack())
}

// Arrive waits until the window shows the address, up to its query.
func (tab *Tab) Arrive(address string) *url.URL {
	tab.t.Helper()
	var where string
	Eventually(tab.t, time.Minute, "arrive at "+address, func() bool {
		where, _ = chromedp.Run(tab.ctx, chromedp.Location())
		return strings.HasPrefix(where, address)
	})
	u, err := url.Parse(where)
	if err != nil {
		tab.t.Fatal(err)
	}
	return u
}

// Origins are those the window has asked anything of.
func (tab *Tab) Origins() map[string]int {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	origins := map[string]int{}
	for _, asked := range tab.requests {
		if u, err := url.Parse(asked.address); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			origins[u.Scheme+"://"+u.Host]++
		}
	}
	return origins
}

// Faults are the errors the window has logged: policy violations, failed
// loads, uncaught exceptions.
func (tab *Tab) Faults() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.faults...)
}

// DeadEnds are the errors for which the browser showed a page of its own.
func (tab *Tab) DeadEnds() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.dead...)
}

// Violations are the faults that no answer's status explains: a page's policy
// broken, a script that failed.
func (tab *Tab) Violations() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.broken...)
}

// Text is what an element shows, once it shows. It is read in one step: a page
// may put another element in its place between two.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	quoted, err := json.Marshal(selector)
	if err != nil {
		tab.t.Fatal(err)
	}
	script := `(e => e && e.checkVisibility() ? [e.innerText.trim()] : [])(document.querySelector(` + string(quoted) + `))`
	var text []string
	Eventually(tab.t, time.Minute, selector+" shows", func() bool {
		text, err = chromedp.Run(tab.ctx, chromedp.Evaluate[[]string](script))
		return err == nil && len(text) == 1 // while a page gives way to the next one there is an error
	})
	return text[0]
}

// Fill fills in the payer's details.
func (tab *Tab) Fill(email string) {
	tab.t.Helper()
	tab.See("pay")
	for name, value := range Details(email) {
		if name == "country" || name == "date_of_birth" {
			continue // prefilled, and a date field has its own keyboard
		}
		tab.Type(name, value)
	}
}

// Pay fills in the details, presses pay and answers the challenge. Where the delivery
// has a price and no script follows the choice, the first press shows the total and
// the second one pays.
func (tab *Tab) Pay(email string) {
	tab.t.Helper()
	tab.Fill(email)
	tab.Click("pay")
	if Ask[bool](tab, `!!document.querySelector('[data-testid=pay]')`) {
		tab.Click("pay")
	}
	tab.See("challenge-submit")
	tab.Type("otp", "123456")
	tab.Click("challenge-submit")
}

// Close ends the window before the test does.
func (tab *Tab) Close() {
	tab.t.Helper()
	if err := chromedp.Cancel(tab.ctx); err != nil {
		tab.t.Fatalf("close: %v", err)
	}
}
