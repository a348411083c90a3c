package view

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

var counter = Site{
	Path: "/eu/hpp/distributions/t", Query: "profile_id=till", Host: "pay.example.com", Access: "pay.example.com/eu/hpp/access",
	QR: "/eu/hpp/payments/qr", Lang: "fi", Framers: []string{"https://till.example.com"},
}

func atCounter(step hpp.Step, status hpp.Status) hpp.ModuleVisit {
	return hpp.ModuleVisit{Visit: visited(step, status), View: hpp.SellerView, Channels: hpp.ModuleChannels, Once: "once"}
}

func TestModuleSpeaksTheProfilesLanguage(t *testing.T) {
	v := atCounter(hpp.ShowPay, hpp.Waiting)
	if s := ForModule(v, counter, Returned{}); s.Lang != "en-SE" {
		t.Errorf("without a profile: %s", s.Lang)
	}
	for profile, want := range map[string]string{"de-DE": "de-SE", "sv": "sv-SE", "xx": "en-SE"} {
		v.Profile.Locale = profile
		s := ForModule(v, counter, Returned{})
		if s.Lang != want || s.Languages != nil || s.Module.Heading != locale.Match(want).Text("module.title") {
			t.Errorf("%s: %s, %q", profile, s.Lang, s.Module.Heading)
		}
		if over := ForModuleOver(hpp.ModuleVisit{Profile: v.Profile}, counter); over.Lang != want[:2] {
			t.Errorf("%s, over: %s", profile, over.Lang)
		}
	}
}

// standings are all ways a payment can stand at a till.
var standings = []struct {
	step   hpp.Step
	status hpp.Status
	more   func(*hpp.ModuleVisit)
	tone   Tone
}{
	{hpp.ShowPay, hpp.Waiting, nil, Calm},
	{hpp.ShowPay, hpp.InProgress, nil, Lively},
	{hpp.ShowPay, hpp.InProgress, func(v *hpp.ModuleVisit) { v.Declined = true }, Bad},
	{hpp.ShowPay, hpp.Back, nil, Neutral},
	{hpp.ShowChallenge, hpp.InProgress, nil, Waiting},
	{hpp.ShowChecking, hpp.InProgress, nil, Waiting},
	{hpp.ShowCompleted, hpp.Completed, func(v *hpp.ModuleVisit) { v.Session.Result.OrderID = "o" }, Good},
	{hpp.ShowCompleted, hpp.Completed, func(v *hpp.ModuleVisit) { v.Session.Result.AuthorizationToken = "a" }, Good},
	{hpp.ShowCompleted, hpp.Completed, func(v *hpp.ModuleVisit) { v.Session.Result.Elsewhere = true }, Good},
	{hpp.ShowFailed, hpp.Failed, nil, Bad},
	{hpp.ShowError, hpp.Errored, nil, Bad},
	{hpp.ShowCancelled, hpp.Cancelled, nil, Neutral},
	{hpp.ShowDisabled, hpp.Disabled, nil, Neutral},
	{hpp.ShowExpired, hpp.Waiting, nil, Neutral},
}

// Who reads how a payment stands must know which way it is: no two share a
// heading or a sentence, for a clerk and for a customer, in any language.
func TestEveryStandingHasItsWords(t *testing.T) {
	for _, lang := range locale.Languages() {
		for _, to := range []hpp.ModuleView{hpp.SellerView, hpp.SelfCheckoutView} {
			seen := map[string]hpp.Step{}
			for _, test := range standings {
				v := atCounter(test.step, test.status)
				v.View, v.Profile.Locale = to, lang
				if test.more != nil {
					test.more(&v)
				}
				n := ForNews(v, counter)
				if n.Tone != test.tone || n.Status != test.status || n.Heading == "" || n.Text == "" {
					t.Errorf("%s of %s: %+v", test.step, to, n)
				}
				for _, words := range []string{n.Heading, n.Text} {
					if other, twice := seen[words]; twice {
						t.Errorf("%s, %s: %s and %s both say %q", lang, to, other, test.step, words)
					}
					seen[words] = test.step
				}
			}
		}
	}
}

func TestClosable(t *testing.T) {
	for _, test := range []struct {
		step    hpp.Step
		attempt *hpp.Attempt
		want    bool
	}{
		{hpp.ShowPay, nil, true}, {hpp.ShowFailed, nil, true}, {hpp.ShowChallenge, &hpp.Attempt{Step: hpp.StepChallenge}, true},
		{hpp.ShowChecking, &hpp.Attempt{Step: hpp.StepAuthorizing}, true}, {hpp.ShowChecking, &hpp.Attempt{Step: hpp.StepPlacing}, false},
		{hpp.ShowChecking, nil, false}, // completed elsewhere, and not followed yet
		{hpp.ShowCompleted, nil, false}, {hpp.ShowCancelled, nil, false}, {hpp.ShowDisabled, nil, false}, {hpp.ShowExpired, nil, false},
	} {
		if got := Closable(hpp.Visit{Step: test.step, Session: hpp.Session{Attempt: test.attempt}}); got != test.want {
			t.Errorf("%s, %+v: %t", test.step, test.attempt, got)
		}
	}
}

func TestSentIsNewestFirst(t *testing.T) {
	v := atCounter(hpp.ShowPay, hpp.InProgress)
	for i := range 25 {
		v.Distributions = append(v.Distributions, hpp.Distribution{
			Method: hpp.ByEmail, Shown: string(rune('a' + i)), State: hpp.DistributionBounced, Reason: "550 no", QueuedAt: at.Add(time.Duration(i) * time.Minute),
		})
	}
	rows := ForNews(v, counter).Sent
	want := Sent{State: hpp.DistributionBounced, To: "y", Method: "E-mail", Label: "Could not be delivered", Reason: "550 no", Machine: "2026-11-24T14:29:00Z", Time: "2026-11-24 14:29 UTC"}
	if len(rows) != mostSent || cmp.Diff(want, rows[0]) != "" {
		t.Errorf("%d rows: %s", len(rows), cmp.Diff(want, rows[0]))
	}
	v.View = hpp.SelfCheckoutView
	if rows := ForNews(v, counter).Sent; len(rows) != 1 || rows[0].To != "y" {
		t.Errorf("a customer sees %+v", rows)
	}
}

func TestStatesOfMessagesAreAllDifferent(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range hpp.DistributionStates {
		for _, m := range hpp.DistributionMethods {
			key := state(hpp.Distribution{State: s, Method: m})
			if seen[key] && m == hpp.DistributionMethods[0] {
				t.Errorf("%s says %s as well", s, key)
			}
			seen[key] = true
		}
	}
	if len(seen) != len(hpp.DistributionStates)+2 {
		t.Errorf("%d words", len(seen))
	}
}

// A customer at a self-checkout is spoken to, and its screen clears itself.
func TestSelfCheckout(t *testing.T) {
	v := atCounter(hpp.ShowPay, hpp.Waiting)
	seller := ForModule(v, counter, Returned{})
	v.View = hpp.SelfCheckoutView
	own := ForModule(v, counter, Returned{})
	if seller.Idle != nil || own.Idle == nil {
		t.Errorf("idle: seller %v, own %v", seller.Idle, own.Idle)
	}
	if seller.Module.Ways.Code.Print == nil || own.Module.Ways.Code.Print != nil {
		t.Error("who may print?")
	}
	if seller.Module.News.Heading == own.Module.News.Heading || seller.Module.Heading == own.Module.Heading {
		t.Errorf("both read %q, %q", own.Module.Heading, own.Module.News.Heading)
	}
}

func TestCountriesOfMessages(t *testing.T) {
	site := counter
	site.Countries = []string{"SE", "AT", "LI"}
	v := atCounter(hpp.ShowPay, hpp.Waiting)
	field := ForModule(v, site, Returned{Typed: hpp.DistributionRequest{PhoneCountry: "at"}}).Module.Ways.Sends[1].Fields[0]
	want := []Option{{"AT", "Austria"}, {"LI", "Liechtenstein"}, {"SE", "Sweden"}}
	if diff := cmp.Diff(want, field.Options); diff != "" || field.Value != "AT" {
		t.Errorf("%q is chosen; %s", field.Value, diff)
	}
}
