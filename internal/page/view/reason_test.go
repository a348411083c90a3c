package view

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// After a decline the page says why, as far as that helps, and marks the method.
func TestThePayScreenTellsOfTheDecline(t *testing.T) {
	for reason, key := range map[string]string{
		"wrong_code": "reason.code", "too_many_codes": "reason.code", "credit_limit_exceeded": "reason.limit",
		"high_risk": "pay.declined", "": "pay.declined",
	} {
		v := visited(hpp.PagePay, hpp.InProgress)
		v.Declined, v.Session.Refused, v.Session.Result.Reason = true, []hpp.Category{hpp.PayNow}, reason
		p := ForPay(v, here).Pay
		text := newBuilder(v, here).Text
		if !strings.Contains(p.Notice, text(key)) || key != "pay.declined" && !strings.Contains(p.Notice, text("failed.money")) {
			t.Errorf("%s: %q", reason, p.Notice)
		}
		if !p.Methods[0].Declined || p.Methods[0].Plan != text("method.declined") || p.Methods[1].Declined {
			t.Errorf("%s: %+v", reason, p.Methods)
		}
	}
	v := visited(hpp.PagePay, hpp.InProgress)
	v.Session.Refused = []hpp.Category{hpp.PayNow} // of a session whose page goes on after something else
	if p := ForPay(v, here).Pay; p.Methods[0].Declined || p.Notice != "" {
		t.Errorf("%q, %+v", p.Notice, p.Methods)
	}
}
