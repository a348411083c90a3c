package provider

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// sales are the operations by which money is asked for anew, by their mux
// pattern: a merchant that is disabled may not call them. What becomes of
// orders that were placed before is not among them.
var sales = map[string]bool{
	"POST /payments/v1/sessions":                              true,
	"POST /payments/v1/authorizations/{token}/order":          true,
	"POST /payments/v1/authorizations/{token}/customer-token": true,
	"POST /credit/v1/sessions":                                true,
	"POST /credit/v1/authorizations/{token}/order":            true,
	"POST /credit/v1/authorizations/{token}/customer-token":   true,
	"POST /checkout/v3/orders":                                true,
	"POST /customer-token/v1/tokens/{customer_token}/order":   true,
}

// afterwards are operations that change something and are no sale.
var afterwards = []string{
	" /ordermanagement/", "DELETE /payments/", "DELETE /credit/", "PATCH /customer-token/", "/abort",
	"POST /payments/v1/sessions/{session_id}", "POST /credit/v1/sessions/{session_id}", "POST /checkout/v3/orders/{order_id}",
	"POST /customer-token/v1/tokens/order", // always refused
}

// Every operation is either a sale or named as none, so that a new one is
// thought about.
func TestSalesAreTold(t *testing.T) {
	known := map[string]bool{}
	for _, route := range New(Config{}).routes() {
		pattern := route.Method + " " + route.Path
		known[pattern] = true
		isSale := sales[pattern]
		isNone := strings.HasPrefix(pattern, "GET ")
		for _, part := range afterwards {
			isNone = isNone || pattern == part || strings.HasPrefix(part, " /") && strings.Contains(pattern, part) ||
				strings.HasSuffix(part, "/") && strings.HasPrefix(pattern, part) || strings.HasPrefix(part, "/") && strings.HasSuffix(pattern, part)
		}
		if isSale == isNone || isSale != route.Sale {
			t.Errorf("%s: a sale is %v, none is %v, and the route says %v", pattern, isSale, isNone, route.Sale)
		}
	}
	for pattern := range sales {
		if !known[pattern] {
			t.Errorf("%s is no operation", pattern)
		}
	}
}

// Who may not sell gets a 403 for every sale by merchants' servers.
func TestClosedSales(t *testing.T) {
	closed := New(Config{Now: time.Now, Selling: func(context.Context, hpp.MerchantID) (bool, error) { return false, nil }})
	verify := func(context.Context, string, string) (hpp.Merchant, error) {
		return hpp.Authenticated("m1", "Lamps"), nil
	}
	public := web.NewTable()
	closed.Mount(public, verify)
	status := func(handler http.Handler, pattern string) int {
		method, path, _ := strings.Cut(pattern, " ")
		// Half a body: nothing is asked of the store that is not there.
		request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader("{"))
		request.SetBasicAuth("u", "p")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer.Code
	}
	for pattern := range sales {
		if got := status(public, pattern); got != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", pattern, got)
		}
	}
}
