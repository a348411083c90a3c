package provider_test

import (
	"net/http"
	"testing"
)

// Who a payer is, is kept for as long as the consent lasts.
func TestCancelledTokenForgetsThePayer(t *testing.T) {
	p := newProvider(t)
	id := p.token(with(payer(), tree{"date_of_birth": "1941-03-21", "phone": "+46701740615"}))
	personal := `SELECT count(*) FROM playground_tokens WHERE document LIKE '%Alice%' OR document LIKE '%customer@email%' OR document LIKE '%1941%' OR document LIKE '%Stockholm%' OR document LIKE '%0701740615%' OR document LIKE '%Coffee%'`
	if n := p.rows(personal); n != 1 {
		t.Fatalf("%d tokens know the payer before", n)
	}
	path := "/customer-token/v1/tokens/" + id
	for range 2 {
		p.must(http.StatusAccepted, "PATCH", path+"/status", tree{"status": "CANCELLED"})
	}
	if n := p.rows(personal); n != 0 {
		t.Errorf("%d tokens know the payer afterwards", n)
	}
	var read tree
	p.must(http.StatusOK, "GET", path, nil).into(t, &read)
	if read["status"] != "cancelled" || read["payment_method_type"] == "" {
		t.Errorf("%v", read)
	}
	if got := p.said("POST", path+"/order", monthly(nil)); got != "403 TOKEN_CANCELED: The customer token is cancelled" {
		t.Error(got)
	}
}
