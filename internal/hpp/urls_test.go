package hpp_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// createWith answers the error of a create whose success address is raw.
func createWith(w *world, change func(*hpp.SessionRequest)) error {
	c := creation()
	change(&c)
	_, err := w.Create(w.t.Context(), w.merchant, c, hpp.IdempotencyKey{})
	return err
}

func TestMerchantURLs(t *testing.T) {
	w := newWorld(t)
	for raw, ok := range map[string]bool{
		"https://shop.test/ok":                           true,
		"http://shop.test:8080/ok?a=b#c":                 true,
		"https://shop.test/{{session_id}}/x":             true,
		"https://shop.test/?o=%7B%7Border_id%7D%7D":      true,
		"https://xn--bcher-kva.test/":                    true,
		"https://[2001:db8::1]/x":                        true,
		"com.shop.app://return?sid={{session_id}}":       true,
		"com.shop.app:/done":                             true,
		"myapp://return?sid={{session_id}}":              false, // in no profile
		"search-ms://query=x":                            false,
		"https://shop.test/" + strings.Repeat("a", 1982): true,
		"https://shop.test/" + strings.Repeat("a", 1983): false,
		"javascript:alert(1)":                            false,
		"JavaScript://shop.test/%0aalert(1)":             false,
		"data:text/html,x":                               false,
		"file:///etc/passwd":                             false,
		"vbscript:x":                                     false,
		"blob:https://shop.test/1":                       false,
		"view-source:https://shop.test":                  false,
		"about:blank":                                    false,
		"//evil.test/":                                   false,
		"/relative":                                      false,
		"shop.test/ok":                                   false,
		"https:evil.test":                                false,
		"https:/evil.test":                               false,
		"https:///path":                                  false,
		"https://":                                       false,
		`\\evil.test`:                                    false,
		`https://shop.test\@evil.test/`:                  false,
		"https://good.test@evil.test/":                   false,
		"https://user:pw@shop.test/":                     false,
		"https://shop.test/a b":                          false,
		"https://shop.test/\tx":                          false,
		"https://shop.test/\r\nSet-Cookie: a=b":          false,
		" https://shop.test/":                            false,
		"https://{{session_id}}.evil.test/":              false,
		"https://%7B%7Bsession_id%7D%7D.evil.test/":      false,
		"{{session_id}}://shop.test/":                    false,
		"https://gооd.test/":                             false, // Cyrillic
		"https://good.test\u2044evil.test/":              false,
		"https://shop.test:port/":                        false,
		"https://shop.test/\x00":                         false,
		"https://shop.test/\xff":                         false,
	} {
		err := createWith(w, func(c *hpp.SessionRequest) { c.URLs.Success = raw })
		if (err == nil) != ok {
			t.Errorf("%q: %v", raw, err)
		}
		if e, is := errors.AsType[*hpp.Error](err); err != nil && (!is || e.Fields[0] != "merchant_urls.success") {
			t.Errorf("%q: error %v does not name the field", raw, err)
		}
	}
}

func TestStatusUpdateIsJudged(t *testing.T) {
	w := newWorld(t)
	w.CallbackAllowed = func(u *url.URL) error {
		if u.Hostname() == "10.0.0.1" {
			return errors.New("must be a public address")
		}
		return nil
	}
	for raw, want := range map[string]string{
		"https://shop.test/cb": "", "myapp://cb": "must be an https address", "https://10.0.0.1/cb": "must be a public address",
	} {
		err := createWith(w, func(c *hpp.SessionRequest) { c.URLs.StatusUpdate = raw })
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), "merchant_urls.status_update ("+want+")")) {
			t.Errorf("%q: %v, want %q", raw, err, want)
		}
	}
}

func TestExpand(t *testing.T) {
	s := hpp.Session{ID: "S", Result: hpp.Result{OrderID: "O"}}
	for raw, want := range map[string]string{
		"https://x/?s={{session_id}}&o={{order_id}}&t={{authorization_token}}": "https://x/?s=S&o=O&t=",
		"https://x/%7B%7Bsession_id%7D%7D/%7b%7border_id%7d%7d":                "https://x/S/O",
		"https://x/?sid={{session_id}}ℴ_id={{order_id}}":                       "https://x/?sid=Sℴ_id=O",
		"https://x/{session.id}/{order.id}":                                    "https://x/{session.id}/{order.id}",
		"https://x/{{unknown}}/{{ session_id }}":                               "https://x/{{unknown}}/{{ session_id }}",
		"https://x/{{openhpp_result}}/%7B%7Bopenhpp_result%7D%7D":              "https://x//",
		"https://x/{{{{session_id}}}}":                                         "https://x/{{S}}",
	} {
		if got := s.Expand(raw); got != want {
			t.Errorf("%s\n got %s\nwant %s", raw, got, want)
		}
	}
}

// Whatever a merchant writes, an address that was accepted leads to the host
// it named, in the scheme it named, after expansion too.
func FuzzMerchantURL(f *testing.F) {
	for _, seed := range []string{
		"https://shop.test/ok?sid={{session_id}}", "https://a@b", "https://%7B%7Bsession_id%7D%7D", `https://a\b`, "myapp://x", "https:{{order_id}}//x",
		"https://shop.test{{session_id}}/", "https://shop.test?{{session_id}}", "//x", "https://[::1]/", "HTTPS://SHOP.test:443/..//",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if hpp.CheckURL(raw) != nil {
			return
		}
		before, err := url.Parse(raw)
		if err != nil {
			t.Fatalf("accepted what does not parse: %q", raw)
		}
		s := hpp.Session{ID: "0199-abc", Result: hpp.Result{OrderID: "order", AuthorizationToken: "evil.test/"}}
		after, err := url.Parse(s.Expand(raw))
		if err != nil {
			t.Fatalf("%q expands to what does not parse: %v", raw, err)
		}
		if before.Scheme != after.Scheme {
			t.Fatalf("%q: scheme %s became %s", raw, before.Scheme, after.Scheme)
		}
		if (before.Scheme == "https" || before.Scheme == "http") && before.Host != after.Host {
			t.Fatalf("%q: host %s became %s", raw, before.Host, after.Host)
		}
		if strings.ContainsAny(s.Expand(raw), "\r\n\\ ") {
			t.Fatalf("%q splits a header", raw)
		}
	})
}
