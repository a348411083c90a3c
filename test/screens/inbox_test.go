package screens

import (
	"bytes"
	"context"
	"image/color"
	"image/png"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/store/sqlite"
	"github.com/openhpp/openhpp/internal/web"
	"github.com/openhpp/openhpp/test/harness"
)

const toPay = "https://pay.shop.example/eu/hpp/payments/q0Xk3mB7vN1tZ5yL8sD2fg"

// sent are messages as a shop makes them; the third is what nobody should.
func sent() []inbox.Message {
	at := time.Date(2026, 11, 24, 9, 30, 12, 288_000_000, time.UTC)
	mail := inbox.Message{
		ID: "0197e2c1-1a2b-7c3d-9e4f-5a6b7c8d9e0f", SessionID: "01971a2b-3c4d-7e5f-8a6b-9c0d1e2f3a4b", Method: inbox.Email,
		To: "kim.lindqvist@example.com", Subject: "Your payment to Nordic Cycles: 1,249.00 kr", At: at, Link: toPay,
		Text: "Hello,\n\nNordic Cycles asks you to pay 1,249.00 kr.\n\nPay here, until 26 November 2026, 10:30:\n" + toPay + "\n\nIf you do not expect this, do nothing.",
		HTML: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Your payment</title></head>
			<body style="margin:0;padding:24px;font:16px/1.5 sans-serif"><h1 style="font-size:24px">Nordic Cycles</h1><p>asks you to pay</p>
			<p style="font-size:32px;margin:0"><b>1,249.00 kr</b></p><p><a href="` + toPay + `" style="display:inline-block;padding:12px 24px;border-radius:8px;background:#7a1fa2;color:#fff">Pay now</a></p>
			<script>document.title = 'ran'; parent.postMessage('ran', '*')</script><img src="https://evil.example/x.png" alt=""></body></html>`,
	}
	text := inbox.Message{
		ID: "0197e2c1-93d4-7a6e-8f10-2b3c4d5e6f70", SessionID: mail.SessionID, Method: inbox.SMS, To: "+46701740605", At: at.Add(3 * time.Minute), Link: toPay,
		Text: "Nordic Cycles: pay 1,249.00 kr until 26 Nov, 10:30. " + toPay,
	}
	odd := mail
	odd.ID, odd.At, odd.Link = "odd", at.Add(-time.Hour), "javascript:alert(1)"
	odd.To = "\u202e" + strings.Repeat("long", 60) + "@example.com"
	odd.Subject = "</title><script>alert(1)</script>\u202e e" + strings.Repeat("\u0301", 2000) + strings.Repeat(" Å", 5<<10)
	odd.Text, odd.SessionID = odd.Subject, strings.Repeat("s", 300)
	return []inbox.Message{odd, mail, text}
}

// mailbox serves an inbox of kept messages and answers its address, with
// credentials in it.
func mailbox(t *testing.T, kept ...inbox.Message) string {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "inbox.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, m := range kept {
		m.Merchant = "m1"
		if err := db.Inbox().Save(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	mux := web.NewTable()
	inbox.Server{Store: db.Inbox(), APIURL: "https://pay.shop.example", Verify: func(_ context.Context, username, password string) (hpp.Merchant, error) {
		if username != "m1" || password != "secret" {
			return hpp.Merchant{}, web.ErrUnauthorized
		}
		return hpp.Authenticated("m1", "Nordic Cycles"), nil
	}}.Mount(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "//", "//m1:secret@", 1) + inbox.Path
}

var themes = []string{"light", "dark"}

// inboxPages are the paths of every page, by name.
var inboxPages = map[string]string{
	"list": "", "filtered": "?method=sms", "nothing": "?to=nobody",
	"email": "/0197e2c1-1a2b-7c3d-9e4f-5a6b7c8d9e0f", "sms": "/0197e2c1-93d4-7a6e-8f10-2b3c4d5e6f70", "odd": "/odd",
}

func TestInboxIsAccessible(t *testing.T) {
	full, empty, browser := mailbox(t, sent()...), mailbox(t), harness.NewBrowser(t)
	pages := map[string]string{"empty": empty}
	for name, path := range inboxPages {
		pages[name] = full + path
	}
	for _, theme := range themes {
		t.Run(theme, func(t *testing.T) {
			tab := browser.Tab(t, true)
			tab.Media("", "prefers-color-scheme", theme)
			for name, address := range pages {
				tab.Size(320, 640)
				tab.Open(address)
				tab.Run(axe)
				// Scripts do not run in the frame, so axe cannot ask there.
				for _, v := range harness.Ask[[]violation](tab, strings.Replace(judge, "{resultTypes", "{iframes: false, resultTypes", 1)) {
					t.Errorf("%s: %s: %s at %s", name, v.ID, v.Help, v.Target)
				}
				if wide := harness.Ask[[]string](tab, tooWide); len(wide) != 0 {
					t.Errorf("%s is wider than the screen: %q", name, wide)
				}
				for _, small := range harness.Ask[[]string](tab, tooSmall) {
					t.Errorf("%s: %s", name, small)
				}
			}
		})
	}
}

// The e-mail shows in its frame; nothing in it runs, loads or leads away.
func TestInboxPreview(t *testing.T) {
	address, tab := mailbox(t, sent()...), harness.NewBrowser(t).Tab(t, true)
	tab.Size(1280, 800)
	tab.Open(address)
	tab.Follow(`a[href$="5a6b7c8d9e0f"]`)
	tab.Visible("iframe")
	if !has(t, tab.Screenshot(), color.NRGBA{0x7a, 0x1f, 0xa2, 0xff}) {
		t.Error("the page does not show the e-mail's button")
	}
	if inside := harness.Ask[string](tab, `(() => { try { return document.querySelector('iframe').contentDocument ? 'open' : 'closed' } catch { return 'closed' } })()`); inside != "closed" {
		t.Error("the page can look into the frame, and so can the frame into the page")
	}
	for origin := range tab.Origins() {
		if strings.Contains(origin, "evil") {
			t.Errorf("asked %s", origin)
		}
	}
	tab.Open(address + "/0197e2c1-1a2b-7c3d-9e4f-5a6b7c8d9e0f/html")
	if title := harness.Ask[string](tab, `document.title`); title != "Your payment" {
		t.Errorf("a script of the e-mail ran: %s", title)
	}
}

// has reports whether a picture shows a colour.
func has(t *testing.T, picture []byte, wanted color.Color) bool {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if color.NRGBAModel.Convert(img.At(x, y)) == wanted {
				return true
			}
		}
	}
	return false
}

// The pictures are for the eye: they are taken when asked for.
func TestInboxPictures(t *testing.T) {
	if *all == "" {
		return
	}
	full, empty, browser := mailbox(t, sent()...), mailbox(t), harness.NewBrowser(t)
	tab := browser.Tab(t, true)
	for _, theme := range themes {
		tab.Media("", "prefers-color-scheme", theme)
		for size, width := range map[string]int64{"phone": 390, "desktop": 1280} {
			tab.Size(width, 800)
			shots := map[string]string{"empty": empty}
			for name, path := range inboxPages {
				shots[name] = full + path
			}
			for name, address := range shots {
				tab.Open(address)
				tab.Visible("main")
				if err := os.WriteFile(filepath.Join(*all, "inbox-"+name+"."+size+"."+theme+".png"), tab.Screenshot(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
