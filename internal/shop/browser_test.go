package shop_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/testbrowser"
)

var shots = flag.String("shots", "", "folder to write screenshots of the shop to")

// browse opens a tab of a real browser.
func browse(t *testing.T) context.Context {
	t.Helper()
	fulltest.Long(t, "drives a browser")
	if _, err := testbrowser.Program(); err != nil {
		fulltest.Lack(t, err)
	}
	limited, release := context.WithTimeout(context.Background(), 2*time.Minute) // a busy machine takes long
	t.Cleanup(release)
	tab, stop, err := testbrowser.Start(limited)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return tab
}

func do(t *testing.T, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab, steps...); err != nil {
		t.Fatal(err)
	}
}

// scripts switches scripts on or off, as a browser's settings do.
func scripts(t *testing.T, tab context.Context, on bool) {
	t.Helper()
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		t.Fatal(err)
	}
}

// Buying crosses from the shop to another origin by a form's redirect, which
// the shop's own policy must allow; coming back, the page must follow what
// callbacks tell, with scripts and without.
func TestBuyingInABrowser(t *testing.T) {
	for _, on := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%t", on), func(t *testing.T) {
			v, tab := newVisit(t), browse(t)
			scripts(t, tab, on)
			do(t, tab,
				chromedp.Navigate(v.shop.URL+"/?market=sv-SE"),
				chromedp.Click(chromedp.CSS(`input[value=NONE]`)),
				chromedp.Click(chromedp.CSS(`[data-testid=buy]`)),
				chromedp.WaitVisible(chromedp.CSS(`#paid`)),
			)
			v.token = v.lastToken()
			do(t, tab,
				chromedp.Navigate(v.shop.URL+"/return/success?purchase="+v.token),
				chromedp.WaitVisible(chromedp.CSS(`#events .none`)),
			)
			v.api.becomes(client.Session{Status: client.Completed, AuthorizationToken: "a1"}, client.Order{OrderID: "o1", Status: "AUTHORIZED", Remaining: 117300})
			v.callback(v.token, "e1", "s1", client.InProgress)
			v.callback(v.token, "e2", "s1", client.Completed)
			do(t, tab,
				chromedp.WaitVisible(chromedp.CSS(`.dot.COMPLETED`)),
				chromedp.Click(chromedp.CSS(`[data-testid=place-order]`)),
				chromedp.WaitVisible(chromedp.CSS(`[data-testid=capture]`)),
			)
			if placed := v.api.got("POST /payments/v1/authorizations/a1/order"); len(placed) != 1 {
				t.Errorf("orders placed: %+v", placed)
			}
		})
	}
}

// Every page fits every screen, in both themes, and asks for nothing its own
// policy forbids.
func TestPagesFitTheirScreens(t *testing.T) {
	v, tab := newVisit(t), browse(t)
	v.buy(client.ModePlaceOrder)
	v.api.becomes(client.Session{Status: client.Completed, OrderID: "o1"}, client.Order{OrderID: "o1", Status: "AUTHORIZED", FraudStatus: "ACCEPTED", Reference: "AB12CD34", Amount: 117300, Remaining: 117300})
	v.callback(v.token, "6f0b1d0e-5c0f-4f5e-9d57-0a7a1b0c2d3e", "s1", client.InProgress)
	v.callback(v.token, "0d4b8a52-2f5e-4f2b-8a53-7b1f8c9d0e1f", "s1", client.Completed)

	if err := chromedp.Listen(tab, func(event any) {
		if entry, ok := event.(*log.EventEntryAdded); ok && strings.Contains(entry.Entry.Text, "Content Security Policy") {
			t.Error(entry.Entry.Text)
		}
	}); err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{
		"front": "/", "purchase": "/return/success?purchase=" + v.token, "callbacks": "/callbacks", "problem": "/nothing",
	}
	for name, path := range pages {
		for _, width := range []int64{320, 360, 1280} {
			for _, theme := range []string{"light", "dark"} {
				t.Run(fmt.Sprintf("%s %d %s", name, width, theme), func(t *testing.T) {
					height := int64(640)
					if width > 400 {
						height = 800
					}
					set := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}}
					if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, set); err != nil {
						t.Fatal(err)
					}
					do(t, tab, chromedp.EmulateViewport(width, height), chromedp.Navigate(v.shop.URL+path))
					overflow, err := chromedp.Run(tab, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
					if err != nil || overflow > 0 {
						t.Errorf("%d pixels stick out to the side (%v)", overflow, err)
					}
					shoot(t, tab, fmt.Sprintf("%s-%d-%s.png", name, width, theme))
				})
			}
		}
	}
}

func shoot(t *testing.T, tab context.Context, name string) {
	t.Helper()
	if *shots == "" {
		return
	}
	picture, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name), picture, 0o600); err != nil {
		t.Fatal(err)
	}
}
