package merchantcalls

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// The kinds of job.
const (
	AuthorizationKind = "playground_authorization"
	PushKind          = "playground_push"
	DecisionKind      = "playground_decision"
)

// firstPush is how long a push waits for the browser to be faster.
const firstPush = 2 * time.Minute

// message is what a job keeps: the call as it will be made.
type message struct {
	URL      string         `json:"url"`
	Body     []byte         `json:"body,omitempty"` // JSON; empty: no body
	Merchant hpp.MerchantID `json:"merchant,omitempty"`
	OrderID  string         `json:"order_id,omitempty"` // with a push: ends when it is acknowledged
	Until    time.Time      `json:"until,omitzero"`
}

func job(kind, subject, id string, due time.Time, m message) endpoint.Job {
	payload, _ := json.Marshal(m) // strings, bytes and times always marshal
	return endpoint.Job{Kind: kind, Subject: subject, ID: id, Due: due, Payload: payload}
}

func body(members map[string]string) []byte {
	text, _ := json.Marshal(members)
	return text
}

// Authorization tells address that a payer authorized a session. The token
// names the job: a newer one is told too.
func Authorization(address, sessionID, token string, now time.Time) endpoint.Job {
	return job(AuthorizationKind, sessionID, "authorization "+token, now, message{
		URL: address, Body: body(map[string]string{"authorization_token": token, "session_id": sessionID}),
	})
}

// Push tells address that an order was placed: an empty body, again and again
// until the merchant acknowledges the order, for at most 48 hours.
func Push(address string, merchant hpp.MerchantID, orderID string, now time.Time) endpoint.Job {
	return job(PushKind, orderID, "push "+orderID, now.Add(firstPush), message{
		URL: address, Merchant: merchant, OrderID: orderID, Until: now.Add(pushFor),
	})
}

// Decision tells address how the fraud check of an order ended.
func Decision(address, orderID string, accepted bool, now time.Time) endpoint.Job {
	event := "FRAUD_RISK_REJECTED"
	if accepted {
		event = "FRAUD_RISK_ACCEPTED"
	}
	return job(DecisionKind, orderID, "decision "+orderID, now, message{
		URL: address, Body: body(map[string]string{"order_id": orderID, "event_type": event}),
	})
}

// FillPlaceholders replaces single-brace placeholders in an address, also where they are
// percent-encoded; names and values alternate.
func FillPlaceholders(address string, pairs ...string) string {
	var replacements []string
	for i := 0; i+1 < len(pairs); i += 2 {
		value := url.QueryEscape(pairs[i+1])
		replacements = append(replacements, "{"+pairs[i]+"}", value, "%7B"+pairs[i]+"%7D", value, "%7b"+pairs[i]+"%7d", value)
	}
	return strings.NewReplacer(replacements...).Replace(address)
}
