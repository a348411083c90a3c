package view

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// After a decline the page says why, as far as that helps, and marks the method.
func TestThePayScreenTellsOfTheDecline(t *testing.T) {
	for reason, want := range map[string]string{
		"wrong_code": "wrong three times", "too_many_codes": "wrong three times", "credit_limit_exceeded": "above your limit",
		"high_risk": "was declined, and you have not been charged", "": "was declined, and you have not been charged",
	} {
		v := visited(hpp.PagePay, hpp.InProgress)
		v.Declined, v.Session.Refused, v.Session.Result.Reason = true, []hpp.Category{hpp.PayNow}, reason
		p := ForPay(v, here).Pay
		if !strings.Contains(p.Notice, want) || !strings.Contains(p.Notice, "harged") {
			t.Errorf("%s: %q", reason, p.Notice)
		}
		if !p.Methods[0].Declined || p.Methods[0].Plan != "Declined just now" || p.Methods[1].Declined {
			t.Errorf("%s: %+v", reason, p.Methods)
		}
	}
	v := visited(hpp.PagePay, hpp.InProgress)
	v.Session.Refused = []hpp.Category{hpp.PayNow} // of a session whose page goes on after something else
	if p := ForPay(v, here).Pay; p.Methods[0].Declined || p.Notice != "" {
		t.Errorf("%q, %+v", p.Notice, p.Methods)
	}
}
