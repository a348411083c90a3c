package hppwire

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The result must show in its own state only, whatever the session holds.
func TestReadBody(t *testing.T) {
	const times = `"expires_at":"2030-01-31T10:20:30.100Z","session_id":"s1","status":"`
	const end = `","updated_at":"2030-01-29T11:20:30.000Z"}`
	payments, checkout := hpp.KindPayments, hpp.KindCheckout
	type row struct {
		status hpp.Status
		kind   hpp.PaymentKind
		mode   hpp.PlaceOrderMode
		want   string
	}
	rows := []row{
		{hpp.Completed, payments, hpp.PlaceNone, `{"authorization_token":"t1",` + times + "COMPLETED" + end},
		{hpp.Completed, payments, hpp.PlaceOrder, `{"expires_at":"2030-01-31T10:20:30.100Z","klarna_reference":"X438HG0Q","order_id":"o1","session_id":"s1","status":"COMPLETED` + end},
		{hpp.Completed, payments, hpp.CaptureOrder, `{"expires_at":"2030-01-31T10:20:30.100Z","klarna_reference":"X438HG0Q","order_id":"o1","session_id":"s1","status":"COMPLETED` + end},
		{hpp.Completed, checkout, hpp.PlaceNone, `{"expires_at":"2030-01-31T10:20:30.100Z","klarna_reference":"X438HG0Q","order_id":"o1","session_id":"s1","status":"COMPLETED` + end},
	}
	for _, status := range hpp.Statuses {
		for _, mode := range []hpp.PlaceOrderMode{hpp.PlaceNone, hpp.PlaceOrder, hpp.CaptureOrder} {
			if status != hpp.Completed {
				rows = append(rows, row{status, payments, mode, `{` + times + string(status) + end}, row{status, checkout, mode, `{` + times + string(status) + end})
			}
		}
	}
	for _, c := range rows {
		t.Run(string(c.status)+" "+string(c.kind)+" "+string(c.mode), func(t *testing.T) {
			session := hpp.Session{
				ID: "s1", Status: c.status, Payment: hpp.PaymentRef{Kind: c.kind}, Options: hpp.Options{PlaceOrderMode: c.mode},
				Result:    hpp.Result{AuthorizationToken: "t1", OrderID: "o1", Reference: "X438HG0Q", Reason: "secret"},
				UpdatedAt: time.Date(2030, 1, 29, 12, 20, 30, 0, time.FixedZone("CET", 3600)),
				ExpiresAt: time.Date(2030, 1, 31, 10, 20, 30, 100_000_000, time.UTC),
			}
			text, err := json.Marshal(ReadBody(session))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, string(text)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A status the contract does not have would break strict clients.
func TestStatusesAreThePublished(t *testing.T) {
	for _, status := range hpp.Statuses {
		if !Status(status).Valid() {
			t.Errorf("%s is not in the contract", status)
		}
	}
	if Status("TIMEOUT").Valid() || Status("MANUAL_ID_CHECK").Valid() {
		t.Error("the contract promises a status that is never sent")
	}
}
