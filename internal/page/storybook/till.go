package storybook

import (
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

var tillSite = view.Site{
	Path: "/eu/hpp/distributions/9f1c6f0a.1795615500.sGh7Ue0OEYw", Query: "profile_id=till&view_id=SELLER",
	Host: site.Host, Test: true, TestData: site.TestData,
	QR: "/eu/hpp/payments/9f1c6f0a.qRcOdE", Access: "pay.example.com/eu/hpp/access",
	Countries: []string{"SE", "NO", "DK", "FI", "DE", "AT"},
}

// newTillView is the sample page view at a till, after some changes.
func newTillView(lang string, to hpp.TillMode, changes []func(*hpp.TillView)) hpp.TillView {
	v := hpp.TillView{
		PageView: newPageView(lang), Mode: to, Channels: hpp.TillChannels, QRToken: "qr", IdempotencyKey: "once",
	}
	v.Session.Channel, v.ChangeTag = hpp.InStore, "1-pay"
	for _, change := range changes {
		change(&v)
	}
	return v
}

func sellerScreen(changes ...func(*hpp.TillView)) func(string) view.Screen {
	return func(lang string) view.Screen {
		return view.ForTill(newTillView(lang, hpp.SellerMode, changes), tillSite, view.RejectedSend{})
	}
}

// selfCheckoutScreen is the till as a customer at a self-checkout sees it.
func selfCheckoutScreen(changes ...func(*hpp.TillView)) func(string) view.Screen {
	return func(lang string) view.Screen {
		return view.ForTill(newTillView(lang, hpp.SelfCheckoutMode, changes), tillSite, view.RejectedSend{})
	}
}

func rejectedScreen(back view.RejectedSend) func(string) view.Screen {
	return func(lang string) view.Screen {
		return view.ForTill(newTillView(lang, hpp.SellerMode, nil), tillSite, back)
	}
}

func withState(step hpp.PageState, status hpp.Status) func(*hpp.TillView) {
	return func(v *hpp.TillView) { v.State, v.Session.Status = step, status }
}

func completedWith(r hpp.Result) func(*hpp.TillView) {
	return func(v *hpp.TillView) {
		v.State, v.Session.Status, v.Session.Result = hpp.PageCompleted, hpp.Completed, r
	}
}

func declinedBefore(v *hpp.TillView) { v.Declined = true }

func placingOrder(v *hpp.TillView) { v.Session.Attempt = &hpp.Attempt{Step: hpp.StepPlacing} }

func byChannels(channels ...hpp.TillChannel) func(*hpp.TillView) {
	return func(v *hpp.TillView) { v.Channels = channels }
}

// everySentState is one message of every state.
func everySentState(v *hpp.TillView) {
	for i, d := range []hpp.Distribution{
		{Method: hpp.ByEmail, MaskedContact: "a•••@example.com", State: hpp.DistributionBounced, Reason: "550 5.1.1 mailbox unavailable"},
		{Method: hpp.ByEmail, MaskedContact: "a•••@example.org", State: hpp.DistributionWithdrawn},
		{Method: hpp.ByEmail, MaskedContact: "b•••@example.com", State: hpp.DistributionAccepted},
		{Method: hpp.BySMS, MaskedContact: "+46 ••• ••06 15", State: hpp.DistributionOpened},
		{Method: hpp.ByToken, State: hpp.DistributionAccepted},
		{Method: hpp.BySMS, MaskedContact: "+46 ••• ••12 34", State: hpp.DistributionSent},
		{Method: hpp.ByEmail, MaskedContact: "c•••@example.com", State: hpp.DistributionQueued},
	} {
		d.Number, d.QueuedAt = int64(i+1), now.Add(time.Duration(i-9)*time.Minute)
		v.Distributions = append(v.Distributions, d)
	}
}

// hostileTill is hostile input at a till.
func hostileTill(v *hpp.TillView) {
	hostile(&v.PageView)
	v.Distributions = []hpp.Distribution{{
		Method: hpp.ByEmail, MaskedContact: `"><script>alert(1)</script>` + "\u202e" + strings.Repeat("W", 10<<10), State: hpp.DistributionBounced,
		Reason: "<img src=x onerror=alert(1)>\u202e" + strings.Repeat("Å", 10<<10), QueuedAt: now,
	}}
	v.IdempotencyKey = `" onclick="alert(1)`
}

// tillStories lists the screens of the till.
func tillStories() []Story {
	sold := hpp.Result{OrderID: "f3392f8b-6116-4073-ab96-e330819e2c07", Reference: "K4MZ9T2W"}
	typed := hpp.DistributionRequest{Method: "email", Email: "alice@", Phone: "070 174 06 15", PhoneCountry: "NO", AccessID: "1234 5678"}
	texted, shown := typed, typed
	texted.Method, shown.Method = "sms", "token"
	return []Story{
		{"module", sellerScreen()},
		{"module-sent", sellerScreen(withState(hpp.PagePay, hpp.InProgress), everySentState)},
		{"module-code", sellerScreen(withState(hpp.PageChallenge, hpp.InProgress), byChannels(hpp.TillQR))},
		{"module-checking", sellerScreen(withState(hpp.PageChecking, hpp.InProgress), placingOrder, byChannels(hpp.TillEmail, hpp.TillSMS))},
		{"module-paid", sellerScreen(completedWith(sold), everySentState)},
		{"module-approved", sellerScreen(completedWith(hpp.Result{AuthorizationToken: "secret"}))},
		{"module-elsewhere", sellerScreen(completedWith(hpp.Result{CompletedElsewhere: true}))},
		{"module-declined", sellerScreen(withState(hpp.PageFailed, hpp.Failed))},
		{"module-again", sellerScreen(withState(hpp.PagePay, hpp.InProgress), declinedBefore)},
		{"module-back", sellerScreen(withState(hpp.PagePay, hpp.Back))},
		{"module-error", sellerScreen(withState(hpp.PageError, hpp.Errored))},
		{"module-cancelled", sellerScreen(withState(hpp.PageCancelled, hpp.Cancelled))},
		{"module-closed", sellerScreen(withState(hpp.PageDisabled, hpp.Disabled), everySentState)},
		{"module-expired", sellerScreen(withState(hpp.PageExpired, hpp.Waiting))},
		{"module-email", rejectedScreen(view.RejectedSend{Typed: typed, Code: hpp.CodeConstraint, Fields: []string{"contact_information.email"}})},
		{"module-country", rejectedScreen(view.RejectedSend{Typed: texted, Code: hpp.CodeUnsupportedCountry, Fields: []string{"contact_information.phone_country"}})},
		{"module-stopped", rejectedScreen(view.RejectedSend{Typed: texted, Code: hpp.CodeBlacklisted})},
		{"module-unknown", rejectedScreen(view.RejectedSend{Typed: shown, Code: hpp.CodeNotFound})},
		{"module-many", rejectedScreen(view.RejectedSend{Typed: typed, Code: hpp.CodeTooMany})},
		{"module-close", func(lang string) view.Screen {
			return view.ForClosingTill(newTillView(lang, hpp.SellerMode, nil), tillSite)
		}},
		{"module-over", func(lang string) view.Screen {
			return view.ForTillEnded(hpp.TillView{PageView: hpp.PageView{Purchase: newPageView(lang).Purchase}}, tillSite)
		}},
		{"module-hostile", sellerScreen(hostileTill)},
		{"module-own", selfCheckoutScreen(everySentState)},
		{"module-own-open", selfCheckoutScreen(withState(hpp.PagePay, hpp.InProgress), byChannels(hpp.TillQR, hpp.TillCode))},
		{"module-own-again", selfCheckoutScreen(withState(hpp.PagePay, hpp.InProgress), declinedBefore)},
		{"module-own-back", selfCheckoutScreen(withState(hpp.PagePay, hpp.Back))},
		{"module-own-code", selfCheckoutScreen(withState(hpp.PageChallenge, hpp.InProgress))},
		{"module-own-paid", selfCheckoutScreen(completedWith(sold))},
	}
}
