package harness

import (
	"github.com/chromedp/chromedp"
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

// Tell runs a script whose answer nobody needs.
func (tab *Tab) Tell(script string) {
	tab.t.Helper()
	tab.do("tell", chromedp.Evaluate[chromedp.Void](script))
}

// Picture is what the whole page looks like, as PNG.
func (tab *Tab) Picture() []byte {
	tab.t.Helper()
	picture, err := chromedp.Run(tab.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		tab.t.Fatalf("picture: %v", err)
	}
	return picture
}
