package shop

import "github.com/openhpp/openhpp/client"

// purchaseView is the page of one purchase.
type purchaseView struct {
	Title, Lede string
	Tone        tone
	Token       string
	Reference   string
	Total       string
	Facts       []fact
	// GoOn is the payment page's address while the payer may still pay.
	GoOn       string
	CanPlace   bool
	CanCapture bool
	Events     []eventView
	// Refresh reloads the page where scripts are off: news is expected.
	Refresh bool
}

// tone colours a page; the text says the same.
type tone string

const (
	good    tone = "good"
	waiting tone = "waiting"
	bad     tone = "bad"
)

type fact struct{ Name, Value string }

type eventView struct {
	At, Status, ID, SessionID string
	Repeats                   int
}

func newPurchaseView(p purchase, found serverAnswer) purchaseView {
	view := purchaseView{
		Token: p.Token, Reference: p.reference(), Total: p.Choice.Market.money(p.cart().Amount),
		Events: newEventViews(p.Events),
	}
	view.Tone, view.Title, view.Lede = headline(p.Paid, found)
	view.Facts = facts(p, found)
	if found.Expired {
		return view
	}
	if found.Unreachable {
		view.Refresh = true
		return view
	}
	if !found.Session.Status.Final() {
		view.GoOn = p.RedirectURL
	}
	view.CanPlace = found.Session.AuthorizationToken != "" && found.Order == nil
	view.CanCapture = found.Order != nil && found.Order.Remaining > 0 && found.Order.FraudStatus != "PENDING"
	// A payer who brought the result waits for no callback.
	view.Refresh = p.Paid.SessionID == "" && (len(p.Events) == 0 || p.Events[len(p.Events)-1].Status != found.Session.Status)
	return view
}

// headline is the first text of the page: did it work, did money move, what is next.
func headline(paid client.PaidResult, found serverAnswer) (t tone, title, lede string) {
	if found.Unreachable && paid.OrderID != "" {
		return orderHeadline(client.Order{OrderID: paid.OrderID})
	}
	if found.Unreachable {
		return waiting, "The payment service does not answer", "Your payment is safe with it. This page asks again."
	}
	if found.Order != nil {
		return orderHeadline(*found.Order)
	}
	if found.Expired {
		return bad, "This payment has expired", "No order was placed. Start again from the shop."
	}
	switch found.Session.Status {
	case client.Completed:
		return good, "Authorized – now it is the shop’s turn", "The lamp is set aside. Nothing is charged until the shop has placed the order and sent it."
	case client.Failed:
		return bad, "That was declined", "No money was taken. The payment is still open: try another way to pay."
	case client.Back:
		return waiting, "You came back before paying", "No money was taken. The payment is still open, go on whenever you like."
	case client.Cancelled:
		return bad, "The payment is cancelled", "No money was taken, and this payment cannot be taken up again."
	case client.Errored:
		return bad, "Something broke while paying", "No order was placed. The payment is still open: try again."
	case client.Disabled:
		return bad, "The shop closed this payment", "No money was taken."
	case client.Waiting, client.InProgress:
	}
	return waiting, "Your payment is under way", "This page follows it as it happens."
}

func orderHeadline(order client.Order) (t tone, title, lede string) {
	switch {
	case order.FraudStatus == "PENDING":
		return waiting, "Ordered, with one check to go", "The order is placed and being looked over. Nothing is charged until that is done."
	case order.Status == "CAPTURED":
		return good, "Thank you, the lamp is yours", "The order is placed and paid."
	default:
		return good, "Thank you, the lamp is yours", "The order is placed. The money is taken when the lamp is sent."
	}
}

// facts are values as the server answered them, for readers of the demonstration.
func facts(p purchase, found serverAnswer) []fact {
	all := []fact{
		{"Session", p.SessionID},
		{"Status", string(found.Session.Status)},
		{"Place-order mode", string(p.Choice.Mode)},
		{"Authorization token", found.Session.AuthorizationToken},
	}
	if p.Paid.SessionID != "" {
		all = append(all, fact{"Signed result", "brought " + p.Paid.IssuedAt.Format("15:04:05") + " UTC: " + p.Choice.Market.money(p.Paid.Amount)})
	}
	if found.Order == nil {
		all = append(all, fact{"Order", p.Paid.OrderID})
	} else {
		money := p.Choice.Market.money
		all = append(all, fact{"Order", found.Order.OrderID})
		if found.Order.Status != "" {
			all = append(all, fact{"Order status", found.Order.Status}, fact{"Fraud status", found.Order.FraudStatus},
				fact{"Reference", found.Order.Reference},
				fact{"Captured", money(found.Order.Captured) + " of " + money(found.Order.Amount)})
		}
	}
	known := all[:0]
	for _, f := range all {
		if f.Value != "" {
			known = append(known, f)
		}
	}
	return known
}

func newEventViews(events []event) []eventView {
	views := make([]eventView, 0, len(events))
	for _, e := range events {
		views = append(views, eventView{
			At: e.At.Format("15:04:05"), Status: string(e.Status), ID: e.ID, SessionID: e.SessionID, Repeats: e.Times - 1,
		})
	}
	return views
}
