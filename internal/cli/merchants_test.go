package cli

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A merchant stops selling, is shut, and comes back; another goes on.
func TestMerchantIsDisabledAndEnabled(t *testing.T) {
	w := start(t)
	shop, other := w.merchant(), w.merchant()
	id := string(shop.MerchantID)
	w.becomes(http.StatusOK, shop, "POST", paymentSessions, lamp)

	if said := w.prints(false, func(o Operator) error { return o.DisableMerchant(t.Context(), id, false) }); !strings.Contains(said, "merchant enable "+id) {
		t.Errorf("disabling said %q, not how to undo it", said)
	}
	if text := w.becomes(http.StatusForbidden, shop, "POST", paymentSessions, lamp); !strings.Contains(text, "NOT_ALLOWED") || !strings.Contains(text, "disabled") {
		t.Errorf("refused with %s", text)
	}
	w.becomes(http.StatusForbidden, shop, "POST", "/hpp/v1/sessions", "{}")
	w.becomes(http.StatusForbidden, shop, "POST", "/checkout/v3/orders", lamp)
	w.becomes(http.StatusNotFound, shop, "GET", unknownOrder, "")
	w.becomes(http.StatusNotFound, shop, "POST", unknownOrder+"/refunds", `{"refunded_amount":1}`)
	w.becomes(http.StatusOK, other, "POST", paymentSessions, lamp)

	if said := w.prints(false, func(o Operator) error { return o.DisableMerchant(t.Context(), id, true) }); !strings.Contains(said, "merchant enable "+id) {
		t.Errorf("shutting said %q, not how to undo it", said)
	}
	w.becomes(http.StatusUnauthorized, shop, "GET", unknownOrder, "")
	err := Operator{Config: w.config, Out: io.Discard}.RotateMerchant(t.Context(), id, 0)
	if err == nil || !strings.Contains(err.Error(), "merchant enable") {
		t.Errorf("rotating a disabled merchant: %v", err)
	}

	w.prints(false, func(o Operator) error { return o.EnableMerchant(t.Context(), id) })
	w.becomes(http.StatusOK, shop, "POST", paymentSessions, lamp)
}

func TestMerchantIsRotatedWithOverlap(t *testing.T) {
	w := start(t)
	first := w.merchant()
	id := string(first.MerchantID)
	second := w.credentials(func(o Operator) error { return o.RotateMerchant(t.Context(), id, time.Hour) })
	if len(second.Ending) != 1 || second.Ending[0].Username != first.Username || time.Until(second.Ending[0].EndsAt) > time.Hour {
		t.Errorf("what ends: %+v", second.Ending)
	}
	w.becomes(http.StatusNotFound, first, "GET", unknownOrder, "")
	w.becomes(http.StatusNotFound, second, "GET", unknownOrder, "")
	if listed := w.prints(false, func(o Operator) error { return o.ListMerchants(t.Context()) }); !strings.Contains(listed, first.Username+" (until ") {
		t.Errorf("the list does not say when the old pair ends:\n%s", listed)
	}
	third := w.credentials(func(o Operator) error { return o.RotateMerchant(t.Context(), id, 0) })
	w.becomes(http.StatusUnauthorized, first, "GET", unknownOrder, "")
	w.becomes(http.StatusUnauthorized, second, "GET", unknownOrder, "")
	w.becomes(http.StatusNotFound, third, "GET", unknownOrder, "")
}
