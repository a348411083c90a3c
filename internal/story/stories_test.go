package story

import (
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
)

var epoch = time.Date(2030, 1, 29, 11, 20, 30, 0, time.UTC)

func after(seconds int) time.Time { return epoch.Add(time.Duration(seconds) * time.Second) }

// telling is a story under way.
type telling struct{ Facts }

// begun is a session that was just made; the other functions add what happened.
func begun() *telling {
	return &telling{Facts{Now: after(3600), Session: hpp.ListedSession{Session: hpp.Session{
		ID: "s1", Merchant: "m1", Status: hpp.Waiting, Reference: "A-1001", Purchase: hpp.Purchase{Country: "SE", Currency: "SEK", Locale: "sv-SE", Amount: 10000},
		Options:   hpp.Options{PlaceOrderMode: hpp.PlaceOrder},
		URLs:      hpp.MerchantURLs{Success: "https://shop.example/thanks?token={{authorization_token}}", Failure: "https://shop.example/failed", StatusUpdate: "https://shop.example/cb"},
		CreatedAt: epoch, UpdatedAt: epoch, ExpiresAt: after(47 * 3600),
	}}}}
}

func (t *telling) with(change func(*hpp.Session)) *telling {
	change(&t.Session.Session)
	return t
}

// event adds a change of the status, which the merchant is told of at once.
func (t *telling) event(second int, status hpp.Status, detail string) *telling {
	n := int64(len(t.Events) + 1)
	id := "e" + string(rune('0'+n))
	t.Events = append(t.Events, hpp.Event{ID: id, Seq: n, Status: status, At: after(second), Detail: detail})
	t.Session.Status, t.Session.EventCount, t.Session.UpdatedAt = status, n, after(second)
	if t.Session.URLs.StatusUpdate != "" {
		t.Deliveries = append(t.Deliveries, delivery.Delivery{
			Subject: "s1", EventID: id, Seq: n, Endpoint: "status_update", State: delivery.Delivered, CreatedAt: after(second),
			Tries: []delivery.Try{{Number: 1, At: after(second).Add(20 * time.Millisecond), Took: 34 * time.Millisecond, Result: delivery.OK, Status: 204}},
		})
	}
	return t
}

// tries says what came of the last event's callback instead.
func (t *telling) tries(state delivery.State, next int, tries ...delivery.Try) *telling {
	last := &t.Deliveries[len(t.Deliveries)-1]
	last.State, last.Tries = state, nil
	if next != 0 {
		last.NextTryAt = after(next)
	}
	for i, try := range tries {
		try.Number, try.At = int64(i+1), last.CreatedAt.Add(time.Duration(3*i)*time.Second)
		last.Tries = append(last.Tries, try)
	}
	return t
}

// sent adds a message.
func (t *telling) sent(second int, method hpp.DistributionMethod, state hpp.DistributionState, change func(*hpp.Distribution)) *telling {
	d := hpp.Distribution{ID: "d", Number: int64(len(t.Distributions) + 1), Session: "s1", Method: method, MaskedContact: "k•••@shop.example", State: state, QueuedAt: after(second)}
	if method == hpp.BySMS {
		d.MaskedContact = "+46•••••4060"
	}
	if change != nil {
		change(&d)
	}
	t.Distributions = append(t.Distributions, d)
	return t
}

func (t *telling) chose(category hpp.Category) *telling {
	t.Session.Chosen = category
	t.Session.AttemptCount++
	return t
}

func (t *telling) ordered() *telling {
	t.Session.Result.OrderID, t.Session.Result.Reference = "o1", "SHXPMZQA"
	return t
}

func accepted(d *hpp.Distribution) {
	d.SentAt, d.AcceptedAt = d.QueuedAt.Add(time.Second), d.QueuedAt.Add(time.Second)
}

// stories are thirty, as support is asked about them.
var stories = map[string]*telling{
	"01 nobody came":  begun(),
	"02 paid at once": begun().chose("PAY_LATER").event(60, hpp.InProgress, "").ordered().event(90, hpp.Completed, ""),
	"03 paid by the shop itself": begun().with(func(s *hpp.Session) {
		s.Options.PlaceOrderMode, s.Result.AuthorizationToken = hpp.PlaceNone, "secret-token"
	}).chose("PAY_NOW").event(60, hpp.InProgress, "").event(90, hpp.Completed, ""),
	"04 captured too":           begun().with(func(s *hpp.Session) { s.Options.PlaceOrderMode = hpp.CaptureOrder }).event(60, hpp.InProgress, "").ordered().event(90, hpp.Completed, ""),
	"05 not captured":           begun().with(func(s *hpp.Session) { s.Options.PlaceOrderMode, s.Result.CaptureFailed = hpp.CaptureOrder, true }).event(60, hpp.InProgress, "").ordered().event(90, hpp.Completed, "capture failed"),
	"06 declined":               begun().chose("PAY_LATER").event(60, hpp.InProgress, "").with(func(s *hpp.Session) { s.Declines, s.Result.Reason = 1, "credit_limit_exceeded" }).event(70, hpp.Failed, "credit_limit_exceeded"),
	"07 declined, then paid":    begun().event(60, hpp.InProgress, "").event(70, hpp.Failed, "under_age").event(80, hpp.InProgress, "").chose("PAY_NOW").ordered().event(95, hpp.Completed, ""),
	"08 declined three times":   begun().event(60, hpp.InProgress, "").event(70, hpp.Failed, "high_risk").event(80, hpp.InProgress, "").event(85, hpp.Failed, "high_risk").event(90, hpp.InProgress, "").chose("PAY_NOW").event(99, hpp.Failed, "some_new_word"),
	"09 declined on the page":   begun().event(60, hpp.InProgress, "").with(func(s *hpp.Session) { s.Declines, s.FellBack, s.Result.Reason = 1, true, "not_offered" }),
	"10 agreed, no order":       begun().event(60, hpp.InProgress, "").chose("PAY_LATER").event(70, hpp.Errored, "EXPIRED_TOKEN"),
	"11 back to the shop":       begun().with(func(s *hpp.Session) { s.URLs.Back = "https://shop.example/cart" }).event(60, hpp.InProgress, "").event(65, hpp.Back, ""),
	"12 back by the cancel url": begun().with(func(s *hpp.Session) { s.URLs.Cancel = "https://shop.example/cancelled" }).event(60, hpp.InProgress, "").event(65, hpp.Back, ""),
	"13 cancelled by the payer": begun().with(func(s *hpp.Session) { s.URLs.Cancel = "app://cancelled/now" }).event(60, hpp.InProgress, "").event(65, hpp.Cancelled, hpp.CancelledByPayer),
	"14 cancelled elsewhere":    begun().event(65, hpp.Cancelled, "payment session cancelled"),
	"15 paid elsewhere":         begun().with(func(s *hpp.Session) { s.Result.CompletedElsewhere = true }).ordered().event(65, hpp.Completed, "completed elsewhere"),
	"16 closed by the merchant": begun().event(65, hpp.Disabled, ""),
	"17 closed by a clerk":      begun().event(65, hpp.Disabled, "at the till"),
	"18 time over":              begun().with(func(s *hpp.Session) { s.ExpiresAt = after(1800) }),
	"19 a new link asked for":   begun().with(func(s *hpp.Session) { s.ExpiresAt, s.Renewal.RequestedAt = after(1800), after(2000) }),
	"20 renewed": (&telling{func() Facts { f := begun().Facts; f.RenewedAt = after(2100); return f }()}).with(func(s *hpp.Session) {
		s.ExpiresAt, s.Renewal = after(1800), hpp.Renewal{RequestedAt: after(2000), RenewedBy: "s2"}
	}),
	"21 in place of another":       begun().with(func(s *hpp.Session) { s.Renewal.Renews = "s0" }).event(60, hpp.InProgress, ""),
	"22 an e-mail was opened":      begun().sent(10, hpp.ByEmail, hpp.DistributionOpened, func(d *hpp.Distribution) { accepted(d); d.OpenedAt = after(61) }).event(60, hpp.InProgress, ""),
	"23 an e-mail bounced":         begun().sent(10, hpp.ByEmail, hpp.DistributionBounced, func(d *hpp.Distribution) { d.EndedAt, d.Reason = after(12), "mailbox unavailable (550 5.1.1)" }).sent(20, hpp.BySMS, hpp.DistributionOpened, func(d *hpp.Distribution) { accepted(d); d.OpenedAt = after(50) }).event(50, hpp.InProgress, ""),
	"24 a message too late":        begun().sent(10, hpp.BySMS, hpp.DistributionWithdrawn, func(d *hpp.Distribution) { d.EndedAt, d.Reason = after(12), "the session is over" }).event(11, hpp.Disabled, ""),
	"25 at a till, with a receipt": begun().sent(10, hpp.ByToken, hpp.DistributionAccepted, func(d *hpp.Distribution) { d.MaskedContact = ""; accepted(d) }).event(60, hpp.InProgress, "").ordered().event(90, hpp.Completed, "").sent(100, hpp.ByEmail, hpp.DistributionSent, func(d *hpp.Distribution) { d.Kind, d.SentAt = hpp.ReceiptDistribution, after(101) }),
	"26 the merchant was away": begun().event(60, hpp.InProgress, "").tries(delivery.Delivered, 0,
		delivery.Try{Result: delivery.Status, Status: 500, Took: 34 * time.Millisecond}, delivery.Try{Result: delivery.Timeout, Took: 3 * time.Second}, delivery.Try{Result: delivery.OK, Status: 200, Took: time.Millisecond}),
	"27 the merchant is away": begun().event(60, hpp.InProgress, "").tries(delivery.Waiting, 360, delivery.Try{Result: delivery.DNS}, delivery.Try{Result: delivery.TLS}, delivery.Try{Result: delivery.Refused}),
	"28 given up":             begun().event(60, hpp.InProgress, "").tries(delivery.GivenUp, 0, delivery.Try{Result: delivery.Blocked}, delivery.Try{Result: delivery.Redirect, Status: 302}, delivery.Try{Result: delivery.Lost}),
	"29 nobody to tell":       begun().with(func(s *hpp.Session) { s.URLs = hpp.MerchantURLs{} }).event(60, hpp.InProgress, "").event(65, hpp.Cancelled, hpp.CancelledByPayer),
	"30 under way": begun().event(60, hpp.InProgress, "").tries(delivery.Waiting, 61).with(func(s *hpp.Session) {
		s.Attempt = &hpp.Attempt{ID: "a", Category: "PAY_LATER", Step: hpp.StepChallenge, StartedAt: after(70)}
	}),
}
