package contract

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/store/tables"
)

// hostile is a request nobody should send, and its one acceptable answer.
type hostile struct {
	name string
	got  func(w *world) answer
	want int
	says string // part of the body
}

// body posts raw text to create.
func body(text string) func(*world) answer {
	return func(w *world) answer { return w.ask(w.merchant, http.MethodPost, "/hpp/v1/sessions", text) }
}

// with posts a create with further members.
func with(members string) func(*world) answer {
	return func(w *world) answer { return w.create(members) }
}

// to asks for a path with the merchant's credentials.
func to(method, path string) func(*world) answer {
	return func(w *world) answer { return w.ask(w.merchant, method, path, "") }
}

func url(field, value string) func(*world) answer {
	return with(`"merchant_urls":{"` + field + `":"` + value + `"}`)
}

var bodies = []hostile{
	{"nothing", body(""), 400, "BAD_REQUEST"},
	{"not JSON", body("hello"), 400, "BAD_REQUEST"},
	{"an array", body("[]"), 400, "BAD_REQUEST"},
	{"a string", body(`"x"`), 400, "BAD_REQUEST"},
	{"null", body("null"), 400, "BAD_REQUEST"},
	{"half an object", body(`{"payment_session_url":`), 400, "BAD_REQUEST"},
	{"two objects", body("{}{}"), 400, "BAD_REQUEST"},
	{"a comma too many", body(`{"a":1,}`), 400, "BAD_REQUEST"},
	{"a byte order mark", body("\xef\xbb\xbf{}"), 400, "BAD_REQUEST"},
	{"not UTF-8", with("\"options\":{\"page_title\":\"\xff\"}"), 400, "options.page_title"},
	{"NUL", body("{\"a\":\"\x00\"}"), 400, "BAD_REQUEST"},
	{"NUL escaped", with(`"options":{"page_title":"a\u0000b"}`), 400, "options.page_title"},
	{"half a surrogate", with(`"options":{"page_title":"\ud800"}`), 400, "options.page_title"},
	{"a member twice", with(`"profile_id":"a","profile_id":"b"`), 400, "BAD_REQUEST"},
	{"100,000 deep", body(strings.Repeat(`{"a":`, 100000)), 400, "BAD_REQUEST"},
	{"100,000 arrays deep", body(`{"a":` + strings.Repeat("[", 100000)), 400, "BAD_REQUEST"},
	{"2 MB", body(`{"a":"` + strings.Repeat("x", 2<<20) + `"}`), 413, "REQUEST_TOO_LARGE"},
	{"empty object", body("{}"), 400, "payment_session_url"},
	{"null member", body(`{"payment_session_url":null}`), 400, "payment_session_url"},
	{"number for a string", body(`{"payment_session_url":7}`), 400, "payment_session_url"},
	{"array for an object", with(`"merchant_urls":["https://a.test"]`), 400, "merchant_urls"},
	{"string for an object", with(`"options":"x"`), 400, "options"},
	{"object for an array", with(`"options":{"background_images":{}}`), 400, "options.background_images"},
	{"number in an array", with(`"options":{"payment_method_categories":[1]}`), 400, "payment_method_categories[0]"},
	{"string for a boolean", with(`"options":{"payment_fallback":"yes"}`), 400, "payment_fallback"},
	{"width 1e309", with(`"options":{"background_images":[{"url":"https://a.test/b.png","width":1e309}]}`), 400, "width"},
	{"width 2.5", with(`"options":{"background_images":[{"url":"https://a.test/b.png","width":2.5}]}`), 400, "width"},
	{"width 2^63", with(`"options":{"background_images":[{"url":"https://a.test/b.png","width":9223372036854775808}]}`), 400, "width"},
	{"both categories", with(`"options":{"payment_method_category":"PAY_LATER","payment_method_categories":["PAY_NOW"]}`), 400, "payment_method_categories"},
	{"category unknown", with(`"options":{"payment_method_category":"CARD"}`), 400, "payment_method_category"},
	{"category not offered", with(`"options":{"payment_method_category":"KLARNA"}`), 400, "payment_method_category"},
	{"mode unknown", with(`"options":{"place_order_mode":"LATER"}`), 400, "place_order_mode"},
	{"type unknown", with(`"options":{"purchase_type":"STEAL"}`), 400, "purchase_type"},
	{"title too long", with(`"options":{"page_title":"` + strings.Repeat("å", 300) + `"}`), 400, "page_title"},
	{"logo on http", with(`"options":{"logo_url":"http://a.test/a.png"}`), 400, "logo_url"},
	{"javascript", url("success", "javascript:alert(1)"), 400, "merchant_urls.success"},
	{"data", url("cancel", "data:text/html,x"), 400, "merchant_urls.cancel"},
	{"no scheme", url("back", "//evil.test"), 400, "merchant_urls.back"},
	{"credentials", url("failure", "https://a:b@evil.test"), 400, "merchant_urls.failure"},
	{"placeholder as host", url("error", "https://{{session_id}}.evil.test"), 400, "merchant_urls.error"},
	{"line break", url("success", `https://a.test/\r\nX: y`), 400, "merchant_urls.success"},
	{"2001 characters", url("success", "https://a.test/"+strings.Repeat("a", 1990)), 400, "2000"},
	{"callback to an app", url("status_update", "myapp://x"), 400, "status_update"},
	{"callback to metadata", url("status_update", "http://169.254.169.254/latest"), 400, "status_update"},
	{"callback to a private net", url("status_update", "https://10.0.0.1/"), 400, "status_update"},
	{"callback to decimal", url("status_update", "https://167772161/"), 400, "status_update"},
	{"callback to another port", url("status_update", "https://a.test:25/"), 400, "status_update"},
	{"foreign host", body(`{"payment_session_url":"https://api.shop.example/payments/v1/sessions/x"}`), 400, "served here"},
	{"a host of real money", body(`{"payment_session_url":"https://api.klarna.com/payments/v1/sessions/x"}`), 400, "takes real money"},
	{"unknown payment session", func(w *world) answer {
		return body(`{"payment_session_url":"` + w.URL + `/payments/v1/sessions/none"}`)(w)
	}, 404, "NOT_FOUND"},
	{"checkout order", func(w *world) answer {
		return body(`{"payment_session_url":"` + w.URL + `/checkout/v3/orders/none"}`)(w)
	}, 404, "NOT_FOUND"},
	{"another path", func(w *world) answer { return body(`{"payment_session_url":"` + w.URL + `/readyz"}`)(w) }, 400, "payment_session_url"},
	{"key too long", func(w *world) answer { return w.create("", "Idempotency-Key: "+strings.Repeat("k", 300)) }, 400, "Idempotency-Key"},
	{"two keys", func(w *world) answer { return w.create("", "Idempotency-Key: a", "Klarna-Idempotency-Key: b") }, 400, "Idempotency-Key"},
}

// nobodys is an order's id that no order has.
const nobodys = "f3392f8b-6116-4073-ab96-e330819e2c07"

var routes = []hostile{
	{"put", to("PUT", "/hpp/v1/sessions"), 405, "METHOD_NOT_ALLOWED"},
	{"get the collection", to("GET", "/hpp/v1/sessions"), 405, "METHOD_NOT_ALLOWED"},
	{"patch a session", to("PATCH", "/hpp/v1/sessions/x"), 405, "METHOD_NOT_ALLOWED"},
	{"unknown path", to("GET", "/hpp/v2/sessions"), 404, "NOT_FOUND"},
	{"unknown session", to("GET", "/hpp/v1/sessions/' OR 1=1 --"), 404, "NOT_FOUND"},
	{"delete unknown", to("DELETE", "/hpp/v1/sessions/none"), 404, "NOT_FOUND"},
	{"dots", to("GET", "/hpp/v1/sessions/..%2f..%2fetc"), 404, "NOT_FOUND"},
	{"a very long id", to("GET", "/hpp/v1/sessions/"+strings.Repeat("a", 20000)), 404, "NOT_FOUND"},
	{"distribute unknown", func(w *world) answer { return w.ask(w.merchant, "POST", "/hpp/v1/sessions/none/distribution", "{}") }, 404, "NOT_FOUND"},
	{"unknown payment", to("GET", "/payments/v1/sessions/none"), 404, "NOT_FOUND"},
	{"unknown order", to("GET", "/ordermanagement/v1/orders/"+nobodys), 404, "NO_SUCH_ORDER"},
	{"malformed order", to("GET", "/ordermanagement/v1/orders/none"), 400, "INVALID_ORDER_ID"},
	{"capture unknown", func(w *world) answer {
		return w.ask(w.merchant, "POST", "/ordermanagement/v1/orders/"+nobodys+"/captures", `{"captured_amount":1}`)
	}, 404, "NO_SUCH_ORDER"},
	{"token unknown", to("DELETE", "/payments/v1/authorizations/none"), 404, "Invalid authorization token"},
	{"page unknown", to("GET", "/eu/hpp/payments/none"), 404, `data-outcome="not-found"`},
	{"page of another region", func(w *world) answer {
		return w.ask(nil, "GET", strings.Replace(w.session.RedirectURL, "/eu/", "/na/", 1), "")
	}, 404, ""},
	{"page by session id", func(w *world) answer { return w.ask(nil, "GET", "/eu/hpp/payments/"+w.session.SessionID, "") }, 404, "not-found"},
	{"QR by session id", func(w *world) answer { return w.ask(nil, "GET", "/eu/hpp/payments/"+w.session.SessionID+"/qr", "") }, 404, ""},
	{"QR by page token", func(w *world) answer { return w.ask(nil, "GET", w.session.RedirectURL+"/qr", "") }, 404, ""},
	{"pay without a form", func(w *world) answer { return w.ask(nil, "POST", w.session.RedirectURL+"/pay", "") }, 415, ""},
	{"pay without a key", func(w *world) answer { return form(w, "/pay", "email=a") }, 403, ""},
	{"pay with a wrong key", func(w *world) answer { return form(w, "/pay", "page_key=AAAAAAAAAAAAAAAAAAAAAA&email=a") }, 403, ""},
	{"pay from elsewhere", func(w *world) answer { return form(w, "/pay", "page_key=a", "Sec-Fetch-Site: cross-site") }, 403, ""},
	{"pay from an origin", func(w *world) answer { return form(w, "/pay", "page_key=a", "Origin: https://evil.test") }, 403, ""},
	{"a form of 1 MB", func(w *world) answer { return form(w, "/pay", "page_key="+strings.Repeat("a", 1<<20)) }, 413, ""},
	{"a broken form", func(w *world) answer { return form(w, "/pay", "page_key=%zz") }, 400, ""},
	{"cancel without a key", func(w *world) answer { return form(w, "/cancel", "") }, 403, ""},
	{"back without a key", func(w *world) answer { return form(w, "/back", "") }, 403, ""},
	{"code without a key", func(w *world) answer { return form(w, "/challenge", "otp=123456") }, 403, ""},
	{"asset unknown", to("GET", "/assets/none.css"), 404, ""},
	{"no scheme", func(w *world) answer { return w.ask(nil, "GET", "/hpp/v1/sessions/x", "", "Authorization: Basic") }, 401, "UNAUTHORIZED"},
	{"not base64", func(w *world) answer { return w.ask(nil, "GET", "/hpp/v1/sessions/x", "", "Authorization: Basic !!!") }, 401, "UNAUTHORIZED"},
	{"bearer", func(w *world) answer { return w.ask(nil, "GET", "/hpp/v1/sessions/x", "", "Authorization: Bearer x") }, 401, "UNAUTHORIZED"},
	{"64 KB of credentials", func(w *world) answer {
		return w.ask(nil, "GET", "/hpp/v1/sessions/x", "", "Authorization: Basic "+strings.Repeat("A", 64<<10))
	}, 431, ""},
	{"a user of the inside", func(w *world) answer {
		return w.ask(nil, "POST", "/payments/v1/sessions", "{}", "Authorization: Basic aW5zaWRlci5tMTo=")
	}, 401, "UNAUTHORIZED"},
}

func form(w *world, step, text string, header ...string) answer {
	return w.ask(nil, http.MethodPost, w.session.RedirectURL+step, text, append(header, "Content-Type: application/x-www-form-urlencoded")...)
}

// The one acceptable answer, nothing stored, never a 500, and the server goes
// on serving.
func TestHostileRequests(t *testing.T) {
	w := start(t)
	before := w.rows()
	for _, h := range slices.Concat(bodies, routes, distributions) {
		got := h.got(w)
		if got.status != h.want || !strings.Contains(got.body, h.says) {
			t.Errorf("%s: %d %.300s\nwant %d with %q", h.name, got.status, got.body, h.want, h.says)
		}
	}
	if after := w.rows(); after != before {
		t.Errorf("%d rows became %d", before, after)
	}
	if ok := w.create(""); ok.status != http.StatusCreated {
		t.Errorf("afterwards a good request gets %d", ok.status)
	}
}

// What is odd but right is taken.
func TestTolerance(t *testing.T) {
	w := start(t)
	for name, got := range map[string]answer{
		"integral width":   w.create(`"options":{"background_images":[{"url":"https://a.test/b.png","width":1280.0}]}`),
		"nulls":            w.create(`"profile_id":null,"merchant_urls":{"success":null},"options":{"payment_method_category":null,"payment_method_categories":null}`),
		"unknown members":  w.create(`"surprise":[1,{"a":"b"}],"merchant_urls":{"privacy_policy":"x","terms":"y"}`),
		"other case":       w.create(`"options":{"place_order_mode":"place_order","purchase_type":"buy","payment_method_category":"pay_later"}`),
		"capitals ignored": w.create(`"OPTIONS":"x","MERCHANT_URLS":7`),
		"doubled slashes":  w.ask(w.merchant, "POST", "//hpp//v1/sessions/", `{"payment_session_url":"`+w.merchant.PaymentURL(w.payment)+`"}`),
		"no content type":  w.create("", "Content-Type: "),
		"text/plain":       w.create("", "Content-Type: text/plain"),
	} {
		if got.status != http.StatusCreated {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

// rows counts everything stored.
func (w *world) rows() (all int) {
	w.t.Helper()
	for _, one := range tables.All {
		if one.FromFile == "" { // a file has it too
			all += w.Database.Count("SELECT count(*) FROM " + one.Name)
		}
	}
	return all
}
