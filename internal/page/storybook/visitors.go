package storybook

import (
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

const accessPath = "/eu/hpp/access"

// siteWithoutLink is the site of people who come without a link, in their browser's
// language.
func siteWithoutLink(lang, path string) view.Site {
	s := site
	s.Accept, s.Path = lang, path
	return s
}

func accessCodeScreen(left time.Duration) func(string) view.Screen {
	return func(lang string) view.Screen {
		return view.ForCode(hpp.AccessView{
			Code: "openhpp:JpV0sN5oT2mQxY7bRc4kLw", Digits: "493817205566", ExpiresAt: now.Add(left), Expired: left <= 0, Now: now,
		}, siteWithoutLink(lang, accessPath+"/d8Qx3vN5oT2mQxY7bRc4kL"), accessPath)
	}
}

func stopScreen(shop, shown string, done bool) func(string) view.Screen {
	return func(lang string) view.Screen {
		session := newPageView(lang).Session
		session.Shop, session.Purchase = shop, newPageView(lang).Purchase
		return view.ForStop(hpp.StopView{Session: session, Contact: shown, Stopped: done}, siteWithoutLink(lang, "/eu/hpp/stop/9f1c6f0a.1.sGh7Ue0OEYw"))
	}
}

// visitorStories lists the screens of people without a payment's link.
func visitorStories() []Story {
	return []Story{
		{"access", func(lang string) view.Screen { return view.ForAccess(siteWithoutLink(lang, accessPath)) }},
		{"access-code", accessCodeScreen(9*time.Minute + 30*time.Second)},
		{"access-over", accessCodeScreen(0)},
		{"stop", stopScreen("Nordic Cycles", "a•••@example.com", false)},
		{"stop-done", stopScreen("Nordic Cycles", "+46 ••• ••06 15", true)},
		{"stop-hostile", stopScreen("\u202eevil </title><script>alert(1)</script>"+strings.Repeat("\u0301", 2000), `"><img src=x onerror=alert(1)>`+strings.Repeat("W", 10<<10), false)},
	}
}
