package harness

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Size makes the window as large as a screen, in CSS pixels.
func (tab *Tab) Size(width, height int64) {
	tab.t.Helper()
	tab.do("resize", chromedp.EmulateViewport(width, height))
}

// Ask is what a script of the test's own finds in the window; a promise is
// waited for.
func Ask[T any](tab *Tab, script string) T {
	tab.t.Helper()
	answer, err := chromedp.Run(tab.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		where, _ := chromedp.Run(tab.ctx, chromedp.Location())
		tab.t.Fatalf("ask at %s: %v", where, err)
	}
	return answer
}

// TryAsk is Ask of a window that may be on its way to another page: then there is
// no answer.
func TryAsk[T any](tab *Tab, script string) (answer T, ok bool) {
	answer, err := chromedp.Run(tab.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	return answer, err == nil
}

// Run runs a script whose answer nobody needs.
func (tab *Tab) Run(script string) {
	tab.t.Helper()
	tab.do("tell", chromedp.Evaluate[chromedp.Void](script))
}

// Leave runs a script that leads to another page, and waits for that.
func (tab *Tab) Leave(script string) {
	tab.t.Helper()
	tab.turnPage("leave", chromedp.Evaluate[chromedp.Void](script))
}

// Press clicks an element that stays on its page, Follow one that leads to
// another.
func (tab *Tab) Press(selector string) {
	tab.t.Helper()
	tab.do("press "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Follow is Press, and waits for the page it leads to.
func (tab *Tab) Follow(selector string) {
	tab.t.Helper()
	tab.turnPage("follow "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Attribute is an element's, empty without one.
func (tab *Tab) Attribute(selector, name string) string {
	tab.t.Helper()
	found, err := chromedp.Run(tab.ctx, chromedp.AttributeValue(chromedp.CSS(selector), name))
	if err != nil {
		tab.t.Fatalf("%s of %s: %v", name, selector, err)
	}
	return found.Value
}

// Screenshot is what the whole page looks like, as PNG.
func (tab *Tab) Screenshot() []byte {
	tab.t.Helper()
	picture, err := chromedp.Run(tab.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		tab.t.Fatalf("picture: %v", err)
	}
	return picture
}

// TabTo presses the Tab key until an element that the selector names has the
// focus, as a payer without a pointer would.
func (tab *Tab) TabTo(selector string) {
	tab.t.Helper()
	for range 120 {
		tab.do("press Tab", chromedp.KeyEvent(kb.Tab))
		at, err := chromedp.Run(tab.ctx, chromedp.Nodes(chromedp.CSS(selector+":focus"), chromedp.AtLeast(0)))
		if err == nil && len(at) == 1 {
			return
		}
	}
	tab.t.Fatalf("the Tab key does not reach %s", selector)
}

// PressTab presses the Tab key once.
func (tab *Tab) PressTab() {
	tab.t.Helper()
	tab.do("press Tab", chromedp.KeyEvent(kb.Tab))
}

// Keys types on the keyboard into what has the focus, replacing its content.
func (tab *Tab) Keys(text string) {
	tab.t.Helper()
	tab.do("type", chromedp.KeyEvent(text))
}

// Enter presses the key and waits for the page it leads to.
func (tab *Tab) Enter() {
	tab.t.Helper()
	tab.turnPage("press Enter", chromedp.KeyEvent(kb.Enter))
}

// Offline takes the window's connection away or gives it back.
func (tab *Tab) Offline(offline bool) {
	tab.t.Helper()
	tab.do("go offline", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.OverrideNetworkState, network.OverrideNetworkStateParams{
			Offline: offline, DownloadThroughput: -1, UploadThroughput: -1,
		})
		return err
	}))
}

// Media shows the page as a printer, or an eye that wants other colours, gets
// it: the medium, and one feature with its value.
func (tab *Tab) Media(medium, feature, value string) {
	tab.t.Helper()
	tab.do("change the medium", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: medium, Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
		})
		return err
	}))
}

// Hurry makes the timers of all pages to come run so many times faster.
func (tab *Tab) Hurry(times int) {
	tab.t.Helper()
	tab.do("hurry", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: fmt.Sprintf(`{ const timer = setTimeout; window.setTimeout = (act, ms) => timer(act, ms / %d) }`, times),
		})
		return err
	}))
}

// HoldTimers keeps the timers of all pages to come from firing, so that a page
// neither leads on nor loads anew while a slow machine looks at it. What the
// test itself runs in the page finds the real ones as realTimers.
func (tab *Tab) HoldTimers() {
	tab.t.Helper()
	tab.do("hold the timers", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `window.realTimers = { setTimeout, setInterval }; window.setTimeout = window.setInterval = () => 0`,
		})
		return err
	}))
}

// Slow makes every answer come late, by so many milliseconds, and no faster
// than so many bytes in a second.
func (tab *Tab) Slow(latency, throughput float64) {
	tab.t.Helper()
	tab.do("slow down", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Latency: latency, DownloadThroughput: throughput, UploadThroughput: throughput}},
		})
		return err
	}))
}

// Visible waits until an element shows, Hidden until it does not.
func (tab *Tab) Visible(selector string) {
	tab.t.Helper()
	tab.do("see "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// Hidden is the opposite of Visible.
func (tab *Tab) Hidden(selector string) {
	tab.t.Helper()
	tab.do("lose "+selector, chromedp.WaitNotVisible(chromedp.CSS(selector)))
}

// Block keeps the window from loading what an address pattern (URLPattern) names, as
// where its host cannot be reached.
func (tab *Tab) Block(pattern string) {
	tab.t.Helper()
	tab.do("block "+pattern, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetBlockedURLs, network.SetBlockedURLsParams{
			URLPatterns: []*network.BlockPattern{{URLPattern: pattern, Block: true}},
		})
		return err
	}))
}
