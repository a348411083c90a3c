package contract

import (
	"net/http"
	"strings"
)

// give posts a distribution of the world's session.
func give(text string) func(*world) answer {
	return func(w *world) answer { return w.ask(w.merchant, http.MethodPost, w.session.DistributionURL, text) }
}

// mailed and texted give an address and a number.
func mailed(address string) func(*world) answer {
	return give(`{"method":"email","contact_information":{"email":"` + address + `"}}`)
}

func texted(number, country string) func(*world) answer {
	return give(`{"method":"sms","contact_information":{"phone":"` + number + `","phone_country":"` + country + `"}}`)
}

// public posts a form to a page of the region, from nowhere in particular.
func public(path, text string, header ...string) func(*world) answer {
	return func(w *world) answer {
		path := strings.NewReplacer("{module}", w.session.Module.Token, "{session}", w.session.SessionID).Replace(path)
		return w.ask(nil, http.MethodPost, "/eu/hpp/"+path, text, append(header, "Content-Type: application/x-www-form-urlencoded")...)
	}
}

var distributions = []hostile{
	{"distribute nothing", give(""), 400, "CONSTRAINT_VIOLATION"},
	{"distribute an array", give("[]"), 400, "CONSTRAINT_VIOLATION"},
	{"distribute to a number", give(`{"method":"email","contact_information":{"email":7}}`), 400, "contact_information.email"},
	{"two-step", give(`{"method":"two_step","contact_information":{}}`), 400, "method (must be"},
	{"an e-mail without one", give(`{"method":"email","contact_information":{"phone":"1"}}`), 400, "MISSING_CONTACT_DATA"},
	{"a text message without a country", texted("0701740605", ""), 400, "MISSING_CONTACT_DATA"},
	{"no contact at all", give(`{"method":"sms"}`), 400, "MISSING_CONTACT_DATA"},
	{"a null contact", give(`{"method":"token","contact_information":null}`), 400, "MISSING_CONTACT_DATA"},
	{"a header in an address", mailed(`kim@shop.example\r\nBcc: sam@shop.example`), 400, "CONSTRAINT_VIOLATION"},
	{"an encoded header", mailed(`kim%0d%0aBcc:sam@shop.example`), 400, "CONSTRAINT_VIOLATION"},
	{"many recipients", mailed(`kim@shop.example, sam@shop.example`), 400, "CONSTRAINT_VIOLATION"},
	{"many by semicolon", mailed(`kim@shop.example;sam@shop.example`), 400, "CONSTRAINT_VIOLATION"},
	{"a display name with a link", mailed(`Call https://evil.example <kim@shop.example>`), 400, "CONSTRAINT_VIOLATION"},
	{"a quoted local part", mailed(`\"kim sam\"@shop.example`), 400, "CONSTRAINT_VIOLATION"},
	{"an address at an IP", mailed(`kim@[127.0.0.1]`), 400, "CONSTRAINT_VIOLATION"},
	{"no domain", mailed(`kim@localhost`), 400, "CONSTRAINT_VIOLATION"},
	{"a percent route", mailed(`kim%evil.example@@shop.example`), 400, "CONSTRAINT_VIOLATION"},
	{"turned around", mailed("kim\u202e@shop.example"), 400, "CONSTRAINT_VIOLATION"},
	{"10 KB of address", mailed(strings.Repeat("a", 10<<10) + "@shop.example"), 400, "CONSTRAINT_VIOLATION"},
	{"a premium number", texted("+46 900 123 4567", "SE"), 400, "CONSTRAINT_VIOLATION"},
	{"a premium number in Britain", texted("09098790001", "GB"), 400, "CONSTRAINT_VIOLATION"},
	{"a landline", texted("08-123 456 78", "SE"), 400, "CONSTRAINT_VIOLATION"},
	{"a number of another country", texted("+4915123456789", "SE"), 400, "CONSTRAINT_VIOLATION"},
	{"another region", texted("2025550123", "US"), 400, "region: one of AT, BE"},
	{"no such country", texted("0701740605", "ZZ"), 400, "UNSUPPORTED_COUNTRY"},
	{"a country that is a lie", texted("0701740605", "S<E"), 400, "UNSUPPORTED_COUNTRY"},
	{"words for a number", texted("call me maybe", "SE"), 400, "CONSTRAINT_VIOLATION"},
	{"a code that no phone shows", give(`{"method":"token","contact_information":{"access_id":"467521087419"}}`), 404, "Access token not found"},
	{"a code of 1 KB", give(`{"method":"token","contact_information":{"access_id":"` + strings.Repeat("1", 1024) + `"}}`), 400, "CONSTRAINT_VIOLATION"},
	{"SQL for a code", give(`{"method":"token","contact_information":{"access_id":"' OR 1=1 --"}}`), 404, "NOT_FOUND"},
	{"a profile of nobody", with(`"profile_id":"87ab3565-5e06-4006-9ada-8eedc6926703"`), 400, "profile_id"},
	{"report of nobody", to("GET", "/openhpp/v1/sessions/none/distributions"), 404, "NOT_FOUND"},
	{"a profile's id", to("PUT", "/openhpp/v1/profiles/a%2Fb"), 400, ""},
	{"a profile that frames all", func(w *world) answer {
		return w.ask(w.merchant, "PUT", "/openhpp/v1/profiles/p", `{"frame_ancestors":["*","https://*","https://a.example; script-src *","data:","null"]}`)
	}, 400, "frame_ancestors[4]"},
	{"module by nothing", func(w *world) answer { return w.ask(nil, "GET", "/eu/hpp/distributions/none", "") }, 404, "not-found"},
	{"module by session id", func(w *world) answer { return w.ask(nil, "GET", "/eu/hpp/distributions/"+w.session.SessionID, "") }, 404, "not-found"},
	{"module of a profile of nobody", func(w *world) answer {
		return w.ask(nil, "GET", "/eu/hpp/distributions/"+w.session.Module.Token+"?profile_id=nobodys", "")
	}, 404, "not-found"},
	{"send without a key", public("distributions/{module}/send", "method=email&email=kim@shop.example"), 403, ""},
	{"send with a wrong key", public("distributions/{module}/send", "page_key=AAAAAAAAAAAAAAAAAAAAAA&method=email&email=kim@shop.example"), 403, ""},
	{"send from elsewhere", public("distributions/{module}/send", "page_key=a&method=email", "Sec-Fetch-Site: cross-site"), 403, ""},
	{"close without a key", public("distributions/{module}/close", ""), 403, ""},
	{"close by nothing", public("distributions/none/close", "page_key=a"), 404, ""},
	{"a phone's code from elsewhere", public("access", "", "Origin: https://evil.example"), 403, ""},
	{"a phone that is nobody's", func(w *world) answer { return w.ask(nil, "GET", "/eu/hpp/access/none", "") }, 404, "not-found"},
	{"stop nothing", public("stop/none", "List-Unsubscribe=One-Click"), 404, ""},
	{"stop by session id", public("stop/{session}.1.AAAAAAAAAAAAAAAAAAAAAA", "List-Unsubscribe=One-Click"), 404, ""},
	{"inbox for a century", to("GET", "/playground/inbox?wait=3000000000"), 400, "wait"},
	{"inbox without credentials", func(w *world) answer { return w.ask(nil, "GET", "/playground/inbox", "") }, 401, "UNAUTHORIZED"},
}

// message makes one in the merchant's inbox and answers its id.
func (w *world) message() string {
	w.t.Helper()
	if sent := mailed("kim@shop.example")(w); sent.status != http.StatusCreated {
		w.t.Fatalf("distribute: %d %s", sent.status, sent.body)
	}
	found := w.ask(w.merchant, http.MethodGet, "/playground/inbox?wait=20", "")
	_, after, _ := strings.Cut(found.body, `"message_id":"`)
	id, _, ok := strings.Cut(after, `"`)
	if !ok {
		w.t.Fatalf("the inbox holds %s", found.body)
	}
	return id
}
