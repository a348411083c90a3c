package app

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/web"
)

// creating are the operations that count as published for "session creation":
// they make sessions or orders, or charge.
var creating = []string{
	"POST /checkout/v3/orders",
	"POST /credit/v1/authorizations/{token}/customer-token",
	"POST /credit/v1/sessions",
	"POST /customer-token/v1/tokens/order",
	"POST /customer-token/v1/tokens/{customer_token}/order",
	"POST /hpp/v1/sessions", "POST /openhpp/v1/links", "POST /openhpp/v1/sessions/{session_id}/renew",
	"POST /payments/v1/authorizations/{token}/customer-token",
	"POST /payments/v1/sessions",
}

// Every route there is says what it is, and says what is true: the table is that
// of a running server.
func TestEveryRouteSaysHowItCounts(t *testing.T) {
	c := local(t)
	c.Gateway.PublicReadyz = true
	server, _ := running(t, c)
	var created []string
	for _, table := range append(server.tables, server.opsRoutes()) {
		for _, r := range table.Routes() {
			name := r.Method + " " + r.Path
			if r.Access == 0 || r.Rate == 0 || r.Origin == 0 {
				t.Errorf("%s says too little: %+v", name, r)
			}
			if counted := r.Rate != web.RateNone; counted != (r.Access == web.AccessPassword) {
				t.Errorf("%s: it counts is %v, its access %d", name, counted, r.Access)
			}
			if changes := r.Method != http.MethodGet && r.Method != ""; changes && r.Origin != web.OriginOwn {
				t.Errorf("%s changes something for pages of any origin", name)
			}
			if r.Rate == web.RateCreate {
				created = append(created, name)
			}
		}
	}
	slices.Sort(created)
	if diff := cmp.Diff(creating, created); diff != "" {
		t.Errorf("what counts as creating (-want +got):\n%s", diff)
	}
}
