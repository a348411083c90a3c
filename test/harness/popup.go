package harness

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Popup is the window that an act in this one opens.
func (tab *Tab) Popup(act func()) *Tab {
	tab.t.Helper()
	opened := chromedp.WaitNewTarget(tab.ctx, func(*target.Info) bool { return true })
	act()
	var id target.ID
	select {
	case id = <-opened:
	case <-time.After(time.Minute):
		tab.t.Fatal("no window opened within a minute")
	}
	popup := &Tab{t: tab.t}
	ctx, cancel := chromedp.NewContext(tab.ctx, chromedp.WithTargetID(id), chromedp.WithListener(popup.listen))
	tab.t.Cleanup(cancel)
	popup.ctx = ctx
	popup.do("look into the window", chromedp.Func(func(ctx context.Context, window *chromedp.Target) error {
		if _, err := cdp.Call(ctx, window, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, window, log.Enable, cdp.Empty{})
		return err
	}))
	return popup
}
