package apicli

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/client"
)

// Trigger brings a session of a playground to an event by the shortest legal way, and prints the
// ids of what it happened to. Without a session it makes one, told of at statusUpdate if that is given.
func (c Caller) Trigger(ctx context.Context, event, sessionID, statusUpdate string) error {
	way, ok := triggers[event]
	if !ok {
		return wrongUse("there is no event %q; there are %s", event, strings.Join(slices.Sorted(maps.Keys(triggers)), ", "))
	}
	t := triggered{Event: event, SessionID: sessionID}
	if sessionID == "" {
		made, err := c.createSession(ctx, way.session(statusUpdate))
		if err != nil {
			return err
		}
		if err := made.into(&t); err != nil {
			return err
		}
	}
	if err := c.bring(ctx, way, &t); err != nil {
		return err
	}
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return c.show(text, t.SessionID, field{"Event", t.Event}, field{"Session", t.SessionID}, field{"Order", t.OrderID}, field{"Distribution", t.DistributionID})
}

// triggered is what an event happened to.
type triggered struct {
	Event          string `json:"event"`
	SessionID      string `json:"session_id"`
	OrderID        string `json:"order_id,omitempty"`
	DistributionID string `json:"distribution_id,omitempty"`
}

// course is how an event comes about. What is empty is left out, and the rest happens in this order.
type course struct {
	act     client.Act
	order   []string // calls below the order: captures, refunds, release-remaining-authorization, cancel
	settle  string   // what the order's fraud check ends with
	message string   // what becomes of a message
	back    bool     // the session has a way back to the shop
}

// accepted is what becomes of every message that a playground keeps.
const accepted = "accept"

// part is a capture of half an order: only the rest of one can be released.
const part = "part"

// triggers are the ways to events.
var triggers = map[string]course{
	"session.in_progress": {act: client.Act{Outcome: "touch"}},
	"session.completed":   {act: client.Act{Outcome: "approve"}},
	"session.failed":      {act: client.Act{Outcome: "decline"}},
	"session.back":        {act: client.Act{Outcome: "back"}, back: true},
	"session.cancelled":   {act: client.Act{Outcome: "cancel"}},
	"session.error":       {act: client.Act{Outcome: "fail", At: "place"}},
	"session.disabled":    {act: client.Act{Outcome: "disable"}},
	"session.expired":     {act: client.Act{Outcome: "expire"}},
	"order.placed":        {act: client.Act{Outcome: "approve"}},
	"order.captured":      {act: client.Act{Outcome: "approve"}, order: []string{"captures"}},
	"order.refunded":      {act: client.Act{Outcome: "approve"}, order: []string{"captures", "refunds"}},
	"order.released":      {act: client.Act{Outcome: "approve"}, order: []string{part, "release-remaining-authorization"}},
	"order.cancelled":     {act: client.Act{Outcome: "approve"}, order: []string{"cancel"}},
	"order.accepted":      {act: client.Act{Outcome: "approve_pending", Decide: "never"}, settle: "accept"},
	"order.rejected":      {act: client.Act{Outcome: "approve_pending", Decide: "never"}, settle: "reject"},
	"message.accepted":    {message: accepted},
	"message.bounced":     {message: "bounce"},
	"message.opened":      {message: "open"},
}

// Events are those that Trigger knows.
func Events() []string { return slices.Sorted(maps.Keys(triggers)) }

// session is what an event's session needs.
func (w course) session(statusUpdate string) NewSession {
	n := NewSession{
		Cart: Cart{Amount: 10000, Currency: "SEK", Country: "SE", Description: "Test purchase"},
		Mode: string(client.ModePlaceOrder), URLs: client.MerchantURLs{StatusUpdate: statusUpdate},
	}
	if w.back {
		n.URLs.Back = "https://shop.example/back"
	}
	return n
}

func (c Caller) bring(ctx context.Context, w course, t *triggered) error {
	if w.act.Outcome != "" {
		if err := c.bringSession(ctx, w, t); err != nil {
			return err
		}
	}
	for _, what := range w.order {
		if err := c.changeOrder(ctx, t.OrderID, what); err != nil {
			return err
		}
	}
	if w.settle != "" {
		if _, err := c.call(ctx, http.MethodPost, below(sandboxPath+"/orders", t.OrderID)+"/act", map[string]string{"outcome": w.settle}); err != nil {
			return err
		}
	}
	if w.message != "" {
		return c.bringMessage(ctx, w.message, t)
	}
	return nil
}

// bringSession acts on the session, unless only its order is meant and is there already.
func (c Caller) bringSession(ctx context.Context, w course, t *triggered) error {
	if len(w.order) > 0 || w.settle != "" {
		d, err := c.readSession(ctx, t.SessionID, false)
		if err != nil {
			return err
		}
		if err := d.into(t); err != nil || t.OrderID != "" {
			return err
		}
	}
	_, acted, err := c.act(ctx, t.SessionID, w.act)
	t.OrderID = acted.OrderID
	return err
}

// changeOrder captures, refunds, releases or cancels all there is of an order.
func (c Caller) changeOrder(ctx context.Context, id, what string) error {
	d, err := c.get(ctx, below(ordersPath, id))
	if err != nil {
		return err
	}
	var o client.Order
	if err := d.into(&o); err != nil {
		return err
	}
	var body any
	switch what {
	case part:
		what, body = "captures", map[string]int64{"captured_amount": (o.Remaining + 1) / 2}
	case "captures":
		body = map[string]int64{"captured_amount": o.Remaining}
	case "refunds":
		body = map[string]int64{"refunded_amount": o.Captured - o.Refunded}
	}
	if what == "captures" && o.Remaining == 0 {
		return nil // it was captured when it was placed
	}
	_, err = c.call(ctx, http.MethodPost, below(ordersPath, id)+"/"+what, body)
	return err
}

// bringMessage sends the link by e-mail, and has that end.
func (c Caller) bringMessage(ctx context.Context, outcome string, t *triggered) error {
	message := map[string]any{"method": "email", "contact_information": map[string]string{"email": "kim@shop.example"}}
	if _, err := c.call(ctx, http.MethodPost, below(sessionsPath, t.SessionID)+"/distribution", message); err != nil {
		return err
	}
	d, err := c.get(ctx, below(storedPath, t.SessionID)+"/distributions")
	if err != nil {
		return err
	}
	var sent struct {
		Distributions []client.Distributed `json:"distributions"`
	}
	if err := d.into(&sent); err != nil {
		return err
	}
	// It is sent after the answer, and can end once it is there.
	if _, err := c.get(ctx, "/playground/inbox?wait=10&session_id="+url.QueryEscape(t.SessionID)); err != nil {
		return err
	}
	t.DistributionID = sent.Distributions[len(sent.Distributions)-1].DistributionID
	if outcome == accepted {
		return nil
	}
	_, err = c.call(ctx, http.MethodPost, below(sandboxPath+"/messages", t.DistributionID)+"/act", map[string]string{"outcome": outcome})
	return err
}
