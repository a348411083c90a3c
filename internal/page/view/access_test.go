package view

import (
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestCodeOnAPhone(t *testing.T) {
	site := Site{Path: "/eu/hpp/access/s", Host: "pay.example.com", Accept: "en"}
	for _, test := range []struct {
		left time.Duration
		when string
	}{{10 * time.Minute, "in 10 minutes"}, {9*time.Minute + time.Second, "in 10 minutes"}, {time.Minute, "in 1 minute"}, {time.Millisecond, "in 1 minute"}} {
		v := hpp.AccessView{Digits: "123456789012", ExpiresAt: at.Add(test.left), Now: at}
		s := ForCode(v, site, "/eu/hpp/access")
		if c := s.Access.Code; c.Digits != "1234 5678 9012" || c.Ends.When != test.when || c.Ends.Hidden || c.Image != "/eu/hpp/access/s/code" {
			t.Errorf("%s left: %+v", test.left, c)
		}
		if s.ChangeTag != "waiting" || s.PollSeconds == 0 || s.State != "access" {
			t.Errorf("%s left: %+v", test.left, s)
		}
	}
	over := ForCode(hpp.AccessView{Digits: "123456789012", Expired: true}, site, "/eu/hpp/access")
	if over.Access.Code != nil || over.Access.Form != "/eu/hpp/access" || over.PollSeconds != 0 || over.State == "access" {
		t.Errorf("%+v", over)
	}
}

func TestAccessMarks(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range []hpp.AccessView{{}, {Expired: true}, {Link: "x"}} {
		seen[AccessTag(v)] = true
	}
	if len(seen) != 3 || AccessTag(hpp.AccessView{Link: "x", Expired: true}) != "linked" {
		t.Errorf("%v", seen)
	}
}

func TestStopNamesWhoAndWhom(t *testing.T) {
	session := hpp.Session{Shop: "Nordic\u202e Cycles", Purchase: hpp.Purchase{Country: "SE", Locale: "sv-SE"}}
	ask := ForStop(hpp.StopView{Session: session, Contact: "a•••@example.com"}, Site{Path: "/stop", Accept: "en"})
	done := ForStop(hpp.StopView{Session: session, Contact: "a•••@example.com", Stopped: true}, Site{Path: "/stop", Accept: "en"})
	for _, s := range []Screen{ask, done} {
		if s.Lang != "sv-SE" || !strings.Contains(s.Stop.Text, "\u2068Nordic Cycles\u2069") || !strings.Contains(s.Stop.Text, "\u2068a•••@example.com\u2069") {
			t.Errorf("%s: %q", s.Lang, s.Stop.Text)
		}
	}
	if ask.Stop.Button == nil || ask.Stop.Form != "/stop" || done.Stop.Button != nil || ask.Stop.Heading == done.Stop.Heading {
		t.Errorf("%+v, %+v", ask.Stop, done.Stop)
	}
}
