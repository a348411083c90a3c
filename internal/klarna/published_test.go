package klarna_test

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/klarna"
	"github.com/openhpp/openhpp/internal/upstream"
)

// published is an answer that was recorded or is documented
// (docs/spec/provider.md A.3.10, A.3.11, C.7).
type published struct {
	Name        string `json:"name"`
	Call        string `json:"call"`
	Status      int    `json:"status"`
	ContentType string `json:"content_type"`
	Body        string `json:"body"`
	Want        string `json:"want"`
	Order       string `json:"order"`
	Reference   string `json:"reference"`
}

// What was recorded of the companies, or is documented, means what it should.
func TestPublishedAnswers(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/published.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []published
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		given := answer{p.Status, p.Body, http.Header{"Content-Type": {p.ContentType}}}
		none := answer{status: http.StatusNotFound, body: notFound}
		u := &server{answers: map[string]answer{readSession: none, placeOrder: none, readOrder: none}}
		provider := klarna.Payments{Client: client(t, upstream.Klarna, u).Client}
		var order hpp.Order
		switch p.Call {
		case "read session":
			u.answers[readSession] = given
			_, err = provider.Read(t.Context(), "m1", ref)
		case "place order":
			u.answers[placeOrder] = given
			order, err = provider.PlaceOrder(t.Context(), "m1", ref, "tok/en", frozen)
		case "read order":
			u.answers[placeOrder] = answer{status: 200, body: `{"order_id":"` + p.Order + `"}`}
			u.answers["GET /ordermanagement/v1/orders/"+p.Order] = given
			order, err = provider.PlaceOrder(t.Context(), "m1", ref, "tok/en", frozen)
		case "capture":
			u.answers["POST /ordermanagement/v1/orders/o-1/captures"] = given
			err = provider.Capture(t.Context(), "m1", ref, "o-1", 500, "k")
		}
		if outcome(err) != p.Want || order.ID != p.Order || order.Reference != p.Reference {
			t.Errorf("%s: %+v, %v; want %s", p.Name, order, err, p.Want)
		}
	}
	if len(all) < 15 {
		t.Errorf("%d answers", len(all))
	}
}
