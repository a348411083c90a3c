package storybook

import (
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// Story is one screen. Screen builds it in a language, given as its tag.
type Story struct {
	Name   string
	Screen func(lang string) view.Screen
}

const shopAddress = "https://shop.example.com/thanks?order=1"

func pay(visit func(string) hpp.PageView) func(string) view.Screen {
	return func(lang string) view.Screen { return view.ForPay(visit(lang), site) }
}

func outcome(visit func(string) hpp.PageView) func(string) view.Screen {
	return func(lang string) view.Screen { return view.ForOutcome(visit(lang), site) }
}

// seconds is an outcome that the merchant wants seen before the payer leaves.
func seconds(visit func(string) hpp.PageView) func(string) view.Screen {
	return func(lang string) view.Screen { return view.ForOutcomeWithRedirect(visit(lang), site, 5) }
}

// leavingScreen is the last page before the merchant's.
func leavingScreen(visit func(string) hpp.PageView) func(string) view.Screen {
	return func(lang string) view.Screen {
		screen, _ := view.ForLeaving(visit(lang), site)
		return screen
	}
}

func challenge(refused bool, more ...func(*hpp.PageView)) func(string) view.Screen {
	return func(lang string) view.Screen {
		v := at(hpp.PageChallenge, hpp.InProgress, more...)(lang)
		if refused {
			return view.ForCodeCorrection(v, site, view.CodeIncomplete, "1234")
		}
		return view.ForChallenge(v, site)
	}
}

// providerStep is the step on which the payer acts at the provider.
func providerStep(redirects bool) func(string) view.Screen {
	return func(lang string) view.Screen {
		return view.ForStep(acting(lang, redirects), stepSite)
	}
}

func acting(lang string, redirects bool) hpp.StepView {
	return hpp.StepView{
		Page: at(hpp.PagePay, hpp.InProgress)(lang), FormKey: "step-form-key", Category: hpp.PayLater, CanRedirect: redirects,
		Action: hpp.PayerAction{
			RedirectURL: "https://provider.example.com/pay/1",
			Script:      &hpp.ProviderScript{Address: "https://provider.example.com/api.js", ClientToken: "client-token", Origins: []string{"https://provider.example.com"}},
		},
	}
}

// stepSite is the address of the provider's step.
var stepSite = view.Site{Path: "/eu/hpp/pay/9f1c6f0a.1.aGVsbG8", Host: site.Host, Test: true}

func wrongCode(v *hpp.PageView) {
	v.Session.Attempt = &hpp.Attempt{Step: hpp.StepChallenge, WrongCode: true}
}

func codeSent(v *hpp.PageView) {
	v.Session.Attempt, v.SameBrowser = &hpp.Attempt{Step: hpp.StepChallenge, CodeTo: hpp.CodeToPhone}, true
}

// Stories lists every screen: those of a payment, in the order of its life,
// and those around it.
func Stories() []Story {
	return slices.Concat(payments(), outcomes(), carts(), brandStories(), expiredPages(), tillStories(), visitorStories())
}

// carts have a lot in them.
func carts() []Story {
	return []Story{
		{"pay-large", pay(at(hpp.PagePay, hpp.Waiting, largeCart))},
		{"pay-reduced", pay(at(hpp.PagePay, hpp.Waiting, reduced))},
		{"pay-dinars", pay(at(hpp.PagePay, hpp.Waiting, inDinars))},
		{"pay-yen", pay(at(hpp.PagePay, hpp.Waiting, inYen))},
	}
}

func payments() []Story {
	return []Story{
		{"pay", pay(newPageView)},
		{"pay-unknown", pay(at(hpp.PagePay, hpp.Waiting, func(v *hpp.PageView) { v.Payer = hpp.Payer{Country: "SE"} }))},
		{"pay-one-method", pay(at(hpp.PagePay, hpp.Waiting, leftByCancelling, func(v *hpp.PageView) {
			v.Methods, v.Selected = v.Methods[1:2], hpp.PayLater
			v.Session.Options.PurchaseType, v.Session.Options.PageTitle = hpp.Subscribe, "One year of the cycling magazine"
			v.Session.Options.HideSubtotal = true
			v.Payer = hpp.Payer{Country: "SE"}
		}))},
		{"pay-no-method", pay(at(hpp.PagePay, hpp.Waiting, supported, func(v *hpp.PageView) { v.Methods = nil }))},
		{"pay-closing", pay(at(hpp.PagePay, hpp.InProgress, func(v *hpp.PageView) { v.Session.ExpiresAt = now.Add(200 * time.Second) }))},
		{"pay-declined", pay(at(hpp.PagePay, hpp.InProgress, func(v *hpp.PageView) {
			v.Declined, v.Session.Refused, v.Session.Result.Reason = true, []hpp.Category{hpp.PayNow}, "credit_limit_exceeded"
		}))},
		{"pay-at-provider", pay(at(hpp.PagePay, hpp.InProgress, func(v *hpp.PageView) { v.PayerActs, v.StepToken = true, "step" }))},
		{"step", providerStep(true)},
		{"step-needs-script", providerStep(false)},
		{"step-elsewhere", func(lang string) view.Screen {
			step := acting(lang, true)
			step.Action.Script = nil
			return view.ForStep(step, stepSite)
		}},
		{"step-leaving", func(lang string) view.Screen { return view.ForProvider(acting(lang, true), stepSite) }},
		{"pay-correct", corrected},
		{"pay-changed", changed},
		{"pay-delivery", pay(at(hpp.PagePay, hpp.InProgress, delivered))},
		{"pay-delivery-known", func(lang string) view.Screen {
			known := site
			known.TotalKnown = true
			return view.ForPay(at(hpp.PagePay, hpp.InProgress, delivered)(lang), known)
		}},
		{"pay-state", pay(at(hpp.PagePay, hpp.Waiting, func(v *hpp.PageView) {
			v.Purchase.Country, v.Purchase.Currency = "US", "USD"
			v.Payer = hpp.Payer{Country: "US", StreetAddress: "12 Oak Street", StreetAddress2: "Apt 4", Region: "IL"}
		}))},
		{"pay-revised", func(lang string) view.Screen {
			return view.ForCorrection(at(hpp.PagePay, hpp.InProgress, delivered)(lang), site, view.Correction{Payer: payer, Category: hpp.PayNow, Changed: true})
		}},
		{"pay-stopped", func(lang string) view.Screen {
			return view.ForCorrection(at(hpp.PagePay, hpp.InProgress, delivered)(lang), site,
				view.Correction{Payer: payer, Category: hpp.PayNow, Refused: true, MerchantText: "The last one was just sold. Please choose another colour."})
		}},
		{"pay-in-store", pay(at(hpp.PagePay, hpp.Waiting, leftByCancelling, func(v *hpp.PageView) { v.Session.Channel = hpp.InStore }))},
		{"pay-hostile", pay(at(hpp.PagePay, hpp.Waiting, hostile))},
		{"challenge", challenge(false, codeSent)},
		{"challenge-wrong", challenge(false, wrongCode, leftByCancelling)},
		{"challenge-missing", challenge(true)},
	}
}

func outcomes() []Story {
	ordered := hpp.Result{OrderID: "f3392f8b-6116-4073-ab96-e330819e2c07", Reference: "K4MZ9T2W"}
	captureFailed := ordered
	captureFailed.CaptureFailed = true
	return []Story{
		{"checking", outcome(at(hpp.PageChecking, hpp.InProgress))},
		{"completed", outcome(at(hpp.PageCompleted, hpp.Completed, result(ordered, hpp.PlaceOrder)))},
		{"completed-onward", outcome(at(hpp.PageCompleted, hpp.Completed, result(ordered, hpp.PlaceOrder), to(shopAddress)))},
		{"completed-authorized", outcome(at(hpp.PageCompleted, hpp.Completed, result(hpp.Result{AuthorizationToken: "secret"}, hpp.PlaceNone), to("myapp://paid?a=1&b=2")))},
		{"completed-seconds", seconds(at(hpp.PageCompleted, hpp.Completed, result(ordered, hpp.PlaceOrder), to(shopAddress)))},
		{"completed-leaving", leavingScreen(at(hpp.PageCompleted, hpp.Completed, result(ordered, hpp.PlaceOrder), to(shopAddress)))},
		{"completed-captured", outcome(at(hpp.PageCompleted, hpp.Completed, supported, result(ordered, hpp.CaptureOrder)))},
		{"completed-reduced", outcome(at(hpp.PageCompleted, hpp.Completed, result(ordered, hpp.CaptureOrder), reduced))},
		{"completed-long", outcome(at(hpp.PageCompleted, hpp.Completed, result(ordered, hpp.CaptureOrder), fortyLines, supported))},
		{"completed-uncaptured", outcome(at(hpp.PageCompleted, hpp.Completed, result(captureFailed, hpp.CaptureOrder)))},
		{"completed-elsewhere", outcome(at(hpp.PageCompleted, hpp.Completed, result(hpp.Result{CompletedElsewhere: true}, hpp.PlaceOrder)))},
		{"failed", outcome(at(hpp.PageFailed, hpp.Failed, declined("high_risk")))},
		{"failed-onward", outcome(at(hpp.PageFailed, hpp.Failed, supported, declined("credit_limit_exceeded"), to(shopAddress)))},
		{"failed-waits", outcome(at(hpp.PageFailed, hpp.Failed, declined("could_not_establish_identity"), to(shopAddress), func(v *hpp.PageView) { v.RetryAfter = 8 * time.Second }))},
		{"failed-held", outcome(at(hpp.PageFailed, hpp.Failed, declined("high_risk"), to(shopAddress), func(v *hpp.PageView) { v.Locked = true }))},
		{"failed-cancel", outcome(at(hpp.PageFailed, hpp.Failed, declined("under_age"), leftByCancelling))},
		{"error", outcome(at(hpp.PageError, hpp.Errored, supported))},
		{"error-onward", outcome(at(hpp.PageError, hpp.Errored, to(shopAddress)))},
		{"cancel", func(lang string) view.Screen {
			return view.ForCancel(at(hpp.PagePay, hpp.InProgress, leftByCancelling)(lang), site)
		}},
		{"cancelled", outcome(at(hpp.PageCancelled, hpp.Cancelled))},
		{"cancelled-onward", outcome(at(hpp.PageCancelled, hpp.Cancelled, to(shopAddress)))},
		{"disabled", outcome(at(hpp.PageDisabled, hpp.Disabled, supported))},
		{"shut", outcome(at(hpp.PageDisabled, hpp.InProgress, to(shopAddress), func(v *hpp.PageView) { v.SalesClosed = true }))},
		{"leaving", leaving},
		{"poster", func(lang string) view.Screen { return view.ForPoster(newPageView(lang), site) }},
		{"not-found", func(lang string) view.Screen { return view.ForMissing(browserOf(lang)) }},
		{"unavailable", func(lang string) view.Screen {
			return view.ForUnavailable(browserOf(lang), "6f2d9c1e-8a4b-4c57-9d3e-1b7a5f0c2e48")
		}},
		{"rejected", func(lang string) view.Screen { return view.ForRejected(newPageView(lang), site) }},
		{"unusable", func(lang string) view.Screen { return view.ForUnusable(browserOf(lang)) }},
	}
}

func corrected(lang string) view.Screen {
	typed := payer
	typed.Email, typed.PostalCode, typed.DateOfBirth = "customer@", "", "21 mars"
	return view.ForCorrection(at(hpp.PagePay, hpp.InProgress)(lang), site, view.Correction{
		Payer: typed, Category: hpp.DirectDebit, Refused: true,
		Fields: []string{"payment_method_category", "email", "billing_address.postal_code", "date_of_birth"},
	})
}

func changed(lang string) view.Screen {
	return view.ForCorrection(at(hpp.PagePay, hpp.InProgress)(lang), site, view.Correction{Payer: payer, Category: hpp.PayNow, Changed: true})
}

func leaving(lang string) view.Screen {
	screen, _ := view.ForLeaving(at(hpp.PagePay, hpp.Back, to(shopAddress))(lang), site)
	return screen
}

// expiredPages are those whose time is over.
func expiredPages() []Story {
	return []Story{
		{"expired", outcome(at(hpp.PageExpired, hpp.Waiting, to(shopAddress), func(v *hpp.PageView) { v.Session.ExpiresAt = now.Add(-time.Hour) }))},
		{"expired-ask", outcome(at(hpp.PageExpired, hpp.Waiting, to(shopAddress), renewal(hpp.RenewalOffered, hpp.RenewalAsk)))},
		{"expired-renew", outcome(at(hpp.PageExpired, hpp.Waiting, to(shopAddress), renewal(hpp.RenewalOffered, hpp.RenewalAutomatic)))},
		{"expired-asked", outcome(at(hpp.PageExpired, hpp.Waiting, to(shopAddress), renewal(hpp.RenewalRequested, hpp.RenewalAsk)))},
		{"expired-purchase", outcome(at(hpp.PageExpired, hpp.Waiting, supported))},
	}
}

// renewal is an expired page that offers a new link, or asked for one.
func renewal(offer hpp.RenewalOffer, mode hpp.RenewalMode) func(*hpp.PageView) {
	return func(v *hpp.PageView) {
		v.Session.ExpiresAt, v.Renewal, v.Session.Options.Renewal = now.Add(-time.Hour), offer, mode
	}
}
