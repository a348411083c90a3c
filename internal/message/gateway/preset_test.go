package gateway

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/message"
)

func TestTwilio(t *testing.T) {
	g, asked := answering(t, "twilio", answerWith(201, `{"account_sid":"AC12","sid": "SM0123","status":"queued","error_code":null}`))
	if err := g.Send(t.Context(), sms); err != nil {
		t.Fatal(err)
	}
	want := []request{{"POST", "/2010-04-01/Accounts/AC%2F12/Messages.json",
		"To=%2B46701740605&From=%2B46700000000&Body=" + url.QueryEscape(sms.Text), "application/x-www-form-urlencoded", "Basic QUMvMTI6aHVudGVyQDI="}}
	if diff := cmp.Diff(want, *asked, cmp.AllowUnexported(request{})); diff != "" {
		t.Error(diff)
	}
}

func TestTwilioRefuses(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		want   verdict
	}{
		{400, `{"code": 21211, "message": "The 'To' number +46701740605 is not valid", "status": 400}`, verdict{"the SMS gateway refuses the message (400)", true, false, 0}},
		{400, `{"code":21610,"message":"unsubscribed","status":400}`, verdict{"the SMS gateway refuses the message (400)", true, false, 0}},
		{400, `{"code":21212,"message":"The From number is not valid","status":400}`, verdict{"the SMS gateway does not confirm the message (400)", false, false, 0}},
		{401, `{"code":20003,"message":"Authenticate","status":401}`, verdict{"the SMS gateway refuses our credentials (401)", false, false, 0}},
		{404, `{"code":20404,"status":404}`, verdict{"the SMS gateway does not confirm the message (404)", false, false, 0}},
		{429, `{"code":20429,"status":429}`, verdict{"the SMS gateway asks to try again later (429)", false, false, 0}},
		{503, ``, verdict{"the SMS gateway has a problem (503)", false, false, 0}},
		{201, `{}`, verdict{"the SMS gateway does not confirm the message (201)", false, false, 0}},
		{200, `{"sid":"SM0123"}`, verdict{"the SMS gateway does not confirm the message (200)", false, false, 0}},
	} {
		g, _ := answering(t, "twilio", answerWith(test.status, test.body))
		if diff := cmp.Diff(test.want, verdictOf(t, g.Send(t.Context(), sms))); diff != "" {
			t.Errorf("%d %s: %s", test.status, test.body, diff)
		}
	}
}

func TestVonage(t *testing.T) {
	ok := `{"message-count":"2","messages":[{"to":"46701740605","message-id":"0A","status":"0","remaining-balance":"3.1"},{"status": "0"}]}`
	g, asked := answering(t, "vonage", answerWith(200, ok))
	arabic := sms
	arabic.Unicode = true
	for _, m := range []message.SMS{sms, arabic} {
		if err := g.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	body := "api_key=AC%2F12&api_secret=hunter%402&from=%2B46700000000&to=46701740605&text=" + url.QueryEscape(sms.Text) + "&type=KIND&client-ref=" + sms.ID
	want := []request{
		{"POST", "/sms/json", strings.Replace(body, "KIND", "text", 1), "application/x-www-form-urlencoded", ""},
		{"POST", "/sms/json", strings.Replace(body, "KIND", "unicode", 1), "application/x-www-form-urlencoded", ""},
	}
	if diff := cmp.Diff(want, *asked, cmp.AllowUnexported(request{})); diff != "" {
		t.Error(diff)
	}
}

func TestVonageRefuses(t *testing.T) {
	one := func(status string) string {
		return `{"message-count":"1","messages":[{"status":"` + status + `","error-text":"about 46701740605"}]}`
	}
	temporary := verdict{"the SMS gateway does not confirm the message (200)", false, false, 0}
	permanent := verdict{"the SMS gateway refuses the message (200)", true, false, 0}
	for body, want := range map[string]verdict{
		one("1"): temporary, one("4"): temporary, one("5"): temporary, one("9"): temporary, one("10"): temporary, one("15"): temporary,
		one("3"): permanent, one("6"): permanent, one("7"): permanent, one("29"): permanent, one("33"): permanent,
		`{"messages":[{"status":"0"},{"status":"1"}]}`: temporary, `{}`: temporary, ``: temporary,
	} {
		g, _ := answering(t, "vonage", answerWith(200, body))
		if diff := cmp.Diff(want, verdictOf(t, g.Send(t.Context(), sms))); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}
