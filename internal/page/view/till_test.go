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

func atCounter(step hpp.PageState, status hpp.Status) hpp.TillView {
	return hpp.TillView{PageView: visited(step, status), Mode: hpp.SellerMode, Channels: hpp.TillChannels, IdempotencyKey: "once"}
}

func TestModuleSpeaksTheProfilesLanguage(t *testing.T) {
	v := atCounter(hpp.PagePay, hpp.Waiting)
	if s := ForTill(v, counter, RejectedSend{}); s.Lang != "en-SE" {
		t.Errorf("without a profile: %s", s.Lang)
	}
	for profile, want := range map[string]string{"de-DE": "de-SE", "sv": "sv-SE", "xx": "en-SE"} {
		v.Profile.Locale = profile
		s := ForTill(v, counter, RejectedSend{})
		if s.Lang != want || s.Languages != nil || s.Till.Heading != locale.Match(want).Text("module.title") {
			t.Errorf("%s: %s, %q", profile, s.Lang, s.Till.Heading)
		}
		if over := ForTillEnded(hpp.TillView{Profile: v.Profile}, counter); over.Lang != want[:2] {
			t.Errorf("%s, over: %s", profile, over.Lang)
		}
	}
}

// standings are all ways a payment can stand at a till.
var standings = []struct {
	step   hpp.PageState
	status hpp.Status
	more   func(*hpp.TillView)
	tone   Tone
}{
	{hpp.PagePay, hpp.Waiting, nil, Calm},
	{hpp.PagePay, hpp.InProgress, nil, Lively},
	{hpp.PagePay, hpp.InProgress, func(v *hpp.TillView) { v.Declined = true }, Bad},
	{hpp.PagePay, hpp.Back, nil, Neutral},
	{hpp.PageChallenge, hpp.InProgress, nil, Waiting},
	{hpp.PageChecking, hpp.InProgress, nil, Waiting},
	{hpp.PageCompleted, hpp.Completed, func(v *hpp.TillView) { v.Session.Result.OrderID = "o" }, Good},
	{hpp.PageCompleted, hpp.Completed, func(v *hpp.TillView) { v.Session.Result.AuthorizationToken = "a" }, Good},
	{hpp.PageCompleted, hpp.Completed, func(v *hpp.TillView) { v.Session.Result.CompletedElsewhere = true }, Good},
	{hpp.PageFailed, hpp.Failed, nil, Bad},
	{hpp.PageError, hpp.Errored, nil, Bad},
	{hpp.PageCancelled, hpp.Cancelled, nil, Neutral},
	{hpp.PageDisabled, hpp.Disabled, nil, Neutral},
	{hpp.PageExpired, hpp.Waiting, nil, Neutral},
}

// Who reads how a payment stands must know which way it is: no two share a
// heading or a sentence, for a clerk and for a customer, in any language.
func TestEveryStandingHasItsWords(t *testing.T) {
	for _, lang := range locale.Languages() {
		for _, to := range []hpp.TillMode{hpp.SellerMode, hpp.SelfCheckoutMode} {
			seen := map[string]hpp.PageState{}
			for _, test := range standings {
				v := atCounter(test.step, test.status)
				v.Mode, v.Profile.Locale = to, lang
				if test.more != nil {
					test.more(&v)
				}
				n := ForTillNews(v, counter)
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
		step    hpp.PageState
		attempt *hpp.Attempt
		want    bool
	}{
		{hpp.PagePay, nil, true}, {hpp.PageFailed, nil, true}, {hpp.PageChallenge, &hpp.Attempt{Step: hpp.StepChallenge}, true},
		{hpp.PageChecking, &hpp.Attempt{Step: hpp.StepAuthorizing}, true}, {hpp.PageChecking, &hpp.Attempt{Step: hpp.StepPlacing}, false},
		{hpp.PageChecking, nil, false}, // completed elsewhere, and not followed yet
		{hpp.PageCompleted, nil, false}, {hpp.PageCancelled, nil, false}, {hpp.PageDisabled, nil, false}, {hpp.PageExpired, nil, false},
	} {
		if got := Closable(hpp.PageView{State: test.step, Session: hpp.Session{Attempt: test.attempt}}); got != test.want {
			t.Errorf("%s, %+v: %t", test.step, test.attempt, got)
		}
	}
}

func TestSentIsNewestFirst(t *testing.T) {
	v := atCounter(hpp.PagePay, hpp.InProgress)
	for i := range 25 {
		v.Distributions = append(v.Distributions, hpp.Distribution{
			Method: hpp.ByEmail, MaskedContact: string(rune('a' + i)), State: hpp.DistributionBounced, Reason: "550 no", QueuedAt: at.Add(time.Duration(i) * time.Minute),
		})
	}
	rows := ForTillNews(v, counter).Sent
	want := Sent{State: hpp.DistributionBounced, To: "y", Method: "E-mail", Label: "Could not be delivered", Reason: "550 no", Machine: "2026-11-24T14:29:00Z", Time: "2026-11-24 14:29 UTC"}
	if len(rows) != maxSent || cmp.Diff(want, rows[0]) != "" {
		t.Errorf("%d rows: %s", len(rows), cmp.Diff(want, rows[0]))
	}
	v.Mode = hpp.SelfCheckoutMode
	if rows := ForTillNews(v, counter).Sent; len(rows) != 1 || rows[0].To != "y" {
		t.Errorf("a customer sees %+v", rows)
	}
}

func TestStatesOfMessagesAreAllDifferent(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range hpp.DistributionStates {
		for _, m := range hpp.DistributionMethods {
			key := sentStateKey(hpp.Distribution{State: s, Method: m})
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
	v := atCounter(hpp.PagePay, hpp.Waiting)
	seller := ForTill(v, counter, RejectedSend{})
	v.Mode = hpp.SelfCheckoutMode
	own := ForTill(v, counter, RejectedSend{})
	if seller.Idle != nil || own.Idle == nil {
		t.Errorf("idle: seller %v, own %v", seller.Idle, own.Idle)
	}
	if seller.Till.Handover.QR.Print == nil || own.Till.Handover.QR.Print != nil {
		t.Error("who may print?")
	}
	if seller.Till.News.Heading == own.Till.News.Heading || seller.Till.Heading == own.Till.Heading {
		t.Errorf("both read %q, %q", own.Till.Heading, own.Till.News.Heading)
	}
}

func TestCountriesOfMessages(t *testing.T) {
	site := counter
	site.Countries = []string{"SE", "AT", "LI"}
	v := atCounter(hpp.PagePay, hpp.Waiting)
	field := ForTill(v, site, RejectedSend{Typed: hpp.DistributionRequest{PhoneCountry: "at"}}).Till.Handover.Sends[1].Fields[0]
	want := []Option{{"AT", "Austria"}, {"LI", "Liechtenstein"}, {"SE", "Sweden"}}
	if diff := cmp.Diff(want, field.Options); diff != "" || field.Value != "AT" {
		t.Errorf("%q is chosen; %s", field.Value, diff)
	}
}
