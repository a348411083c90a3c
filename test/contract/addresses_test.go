package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Addresses that no member takes: what runs or reads something, what two
// programs read in two ways, what no browser and no server can use.
var noAddresses = []string{
	"javascript:alert(1)", "JavaScript://a.test/%0aalert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:https://a.test/1",
	"about:blank", "view-source:https://a.test/", "filesystem:https://a.test/x", "mailto:kim@a.test", "tel:+46701740615", "sms:1",
	"search-ms://query=x", "ms-msdt://x", "ms-officecmd://x", "microsoft-edge://a.test/", "chrome://settings/", "steam://run/1", "jar://a.test/x!/",
	"intent://a.test/#Intent;end", "ssh://a.test/", "gopher://a.test/", "ftp://a.test/", "ws://a.test/", "ldap://a.test/", "zoommtg://a.test/", "shop://a.test/",
	"https://good.test@evil.test/", "https://user:secret@a.test/", "https://@a.test/", "com.shop.app://user@done",
	"//a.test/", "/relative", "a.test/x", "https:a.test", "https:/a.test", "https:///x", "https://", "http:", `\\a.test`, `https://a.test\@evil.test/`,
	"https://a.test:0/", "https://a.test:99999/", "https://a.test:/", "https://a.test:-1/", "https://a.test:x/",
	"https://a b.test/", "https://a.test/a b", "https://a.test/\t", "https://a.test/\r\nX: y", "https://a.test/\u00a0", "https://a.test/\u2028",
	"https://a.test/\u0000", "https://a.test/\u0085",
	"https://gооd.test/", "https://a.test\u2044evil.test/", "https://{{session_id}}.a.test/", "https://%7Bsession.id%7D.a.test/", "https://a<b.test/",
	"https://a..test/", "https://.a.test/", "https://[::1/", "https://[fe80::1%25eth0]/", "https://a.test%2Fevil.test/",
	"https://a.test/" + strings.Repeat("a", 1990), "https://a.test/" + strings.Repeat("a", 20_000), "https://a.test/" + strings.Repeat("😀", 1900),
}

// What a browser may be sent to, and no server can be called at.
var noCallbacks = []string{
	"com.shop.app://done", "com.shop.app:/done", "http://169.254.169.254/latest/", "https://10.0.0.1/", "https://[fd00::1]/", "https://0xa000001/",
	"https://a.test:25/", "https://192.168.1.1:8443/x",
}

// member is where an address stands in a request that is right otherwise.
type addressMember struct {
	name     string
	callback bool
	send     func(w *world, value string) answer
}

func quoted(text string) string {
	quoted, _ := json.Marshal(text) // text always marshals
	return string(quoted)
}

const cart = `"purchase_country":"SE","purchase_currency":"SEK","locale":"sv-SE","order_amount":1000,"order_tax_amount":0,
	"order_lines":[{"name":"Cap","quantity":1,"unit_price":1000,"tax_rate":0,"total_amount":1000,"total_tax_amount":0}]`

func addressMembers() []addressMember {
	var members []addressMember
	for _, name := range []string{"success", "cancel", "back", "failure", "error", "status_update"} {
		members = append(members, addressMember{"hpp " + name, name == "status_update", func(w *world, value string) answer {
			return w.create(`"merchant_urls":{` + quoted(name) + `:` + quoted(value) + `}`)
		}})
	}
	for _, name := range []string{"confirmation", "notification", "push", "authorization"} {
		members = append(members, addressMember{"payments " + name, name != "confirmation", func(w *world, value string) answer {
			return w.ask(w.merchant, http.MethodPost, "/payments/v1/sessions", `{`+cart+`,"merchant_urls":{`+quoted(name)+`:`+quoted(value)+`}}`)
		}})
	}
	needed := []string{"terms", "checkout", "confirmation", "push"}
	for _, name := range append(needed, "cancellation_terms", "validation", "notification", "shipping_option_update", "address_update", "country_change") {
		called := name != "terms" && name != "checkout" && name != "confirmation" && name != "cancellation_terms"
		members = append(members, addressMember{"checkout " + name, called, func(w *world, value string) answer {
			urls := map[string]string{name: value}
			for _, other := range needed {
				if other != name {
					urls[other] = "https://shop.test/" + other
				}
			}
			text, _ := json.Marshal(urls)
			return w.ask(w.merchant, http.MethodPost, "/checkout/v3/orders", `{`+cart+`,"merchant_urls":`+string(text)+`}`)
		}})
	}
	return members
}

// Every member of every API asks the same judge: what cannot be opened, or
// cannot be called, is refused where it is sent, and the member is named.
func TestEveryAddressIsJudged(t *testing.T) {
	w := start(t, "OPENHPP_RATE_LIMIT=0", "OPENHPP_RATE_LIMIT_CREATE=0")
	for _, m := range addressMembers() {
		bad := noAddresses
		if m.callback {
			bad = append(bad[:len(bad):len(bad)], noCallbacks...)
		}
		for _, value := range bad {
			got := m.send(w, value)
			field := m.name[strings.LastIndex(m.name, " ")+1:]
			if got.status != http.StatusBadRequest || !strings.Contains(got.body, field) && !strings.Contains(value, "\x00") {
				t.Errorf("%s %.60q: %d %.200s", m.name, value, got.status, got.body)
			}
		}
		good := []string{"https://shop.test/a?b=c#d", "http://127.0.0.1:8000/x", "https://shop.test/å?q=ö", "https://xn--bcher-kva.test:443/{session.id}"}
		if m.callback {
			good = append(good, "https://shop.test/?sid={{session_id}}", "http://localhost:8000/")
		} else {
			good = append(good, "com.shop.app://done?sid=1", "com.shop.app:/done", "https://shop.test:8443/x", "http://192.168.1.1/x")
		}
		for _, value := range good {
			if got := m.send(w, value); got.status/100 != 2 {
				t.Errorf("%s %q: %d %.200s", m.name, value, got.status, got.body)
			}
		}
	}
}

// A shop's own scheme is taken once its profile names it.
func TestSchemeOfAProfile(t *testing.T) {
	w := start(t, "OPENHPP_RATE_LIMIT=0", "OPENHPP_RATE_LIMIT_CREATE=0")
	const urls = `"merchant_urls":{"success":"myapp://done?sid={{session_id}}","back":"https://shop.test/"}`
	if got := w.create(urls); got.status != http.StatusBadRequest || !strings.Contains(got.body, "app_schemes") {
		t.Errorf("without a profile: %d %s", got.status, got.body)
	}
	for scheme, want := range map[string]int{"myapp": 201, "search-ms": 400, "javascript": 400, "My App": 400, "https": 400, "chrome": 400, "": 400} {
		got := w.ask(w.merchant, http.MethodPut, "/openhpp/v1/profiles/p"+fmt.Sprint(len(scheme)), `{"app_schemes":[`+quoted(scheme)+`]}`)
		if got.status != want {
			t.Errorf("scheme %q: %d %s", scheme, got.status, got.body)
		}
	}
	if got := w.create(urls + `,"profile_id":"p5"`); got.status != http.StatusCreated {
		t.Errorf("with the profile: %d %s", got.status, got.body)
	}
	if got := w.create(`"merchant_urls":{"success":"yourapp://done"},"profile_id":"p5"`); got.status != http.StatusBadRequest {
		t.Errorf("another scheme with the profile: %d %s", got.status, got.body)
	}
}
