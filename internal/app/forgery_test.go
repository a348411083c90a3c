package app

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/web"
)

// forgeries are what browsers send for a page that is not ours.
func forgeries(own string) map[string]http.Header {
	const form = "application/x-www-form-urlencoded"
	return map[string]http.Header{
		"cross-site":                  {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}},
		"a sibling host":              {"Sec-Fetch-Site": {"same-site"}},
		"cross-site, our own name":    {"Sec-Fetch-Site": {"cross-site"}, "Origin": {own}},
		"an unknown relation":         {"Sec-Fetch-Site": {"sideways"}},
		"a frame without an origin":   {"Origin": {"null"}},
		"no origin, same site":        {"Origin": {"null"}, "Sec-Fetch-Site": {"same-origin"}},
		"an old browser":              {"Origin": {"https://evil.example"}},
		"an old browser, other port":  {"Origin": {"http://127.0.0.1:1"}},
		"an origin that is no origin": {"Origin": {"evil"}},
		"our own page, a form":        {"Origin": {own}, "Sec-Fetch-Site": {"same-origin"}, "Content-Type": {form}},
		"our own page, text":          {"Origin": {own}, "Content-Type": {"Text/Plain; charset=utf-8"}},
		"our own page, parts":         {"Origin": {own}, "Content-Type": {"multipart/form-data; boundary=x"}},
	}
}

// acceptedHeaders are what servers send, and our own pages.
func acceptedHeaders(own string) map[string]http.Header {
	return map[string]http.Header{
		"a server":               {},
		"a server, form type":    {"Content-Type": {"application/x-www-form-urlencoded"}},
		"a script of our origin": {"Origin": {own}, "Sec-Fetch-Site": {"same-origin"}, "Content-Type": {"application/json"}},
		"an old browser":         {"Origin": {own}, "Content-Type": {"application/json"}},
		"the public origin":      {"Origin": {"https://Pay.example.com"}, "Content-Type": {"application/json"}},
	}
}

// catching is the route of tests that keeps whatever it is sent, by whomever.
const catching = "/sandbox/v1/catch/{key}/{name}"

// Every route behind a password refuses what another page made a browser send,
// before it looks at the password; the table is that of the running server.
func TestNoRouteTakesARequestOfAnotherPage(t *testing.T) {
	c := local(t)
	c.PublicURL, c.APIURL = "https://pay.example.com", "https://api.example.com:443"
	server, _ := running(t, c)
	account, err := server.merchants.Create(t.Context(), "Lamps")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + server.listener.Addr().String()
	as := func(header http.Header) http.Header {
		r := &http.Request{Header: header.Clone()}
		r.SetBasicAuth(account.Username, account.Password)
		return r.Header
	}
	walked := 0
	for _, route := range server.tables[0].Routes() {
		if route.Method == http.MethodGet {
			continue
		}
		if route.Access == web.AccessLink {
			if route.Path != catching {
				refusesBrowsers(t, base, route)
			}
			continue
		}
		if route.Access != web.AccessPassword || route.Origin != web.OriginOwn {
			t.Errorf("%s %s changes something and asks for no password", route.Method, route.Path)
			continue
		}
		walked++
		address := base + filled(route.Path)
		for name, header := range forgeries(base) {
			for who, header := range map[string]http.Header{"with credentials": as(header), "without": header} {
				response, body := send(t, route.Method, address, header, "{}")
				if response.StatusCode != http.StatusForbidden || !strings.Contains(body, `"error_code":"NOT_ALLOWED"`) || !strings.Contains(body, response.Header.Get("Klarna-Correlation-Id")) {
					t.Errorf("%s %s, %s, %s: %d %s", route.Method, route.Path, name, who, response.StatusCode, body)
				}
			}
		}
		for name, header := range acceptedHeaders(base) {
			if response, body := send(t, route.Method, address, header, "{}"); response.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s %s, %s: %d %s", route.Method, route.Path, name, response.StatusCode, body)
			}
		}
	}
	if walked < 20 {
		t.Errorf("only %d routes were walked", walked)
	}
}

// refusesBrowsers checks a route that servers call by an address that nobody can
// guess: no browser is let through.
func refusesBrowsers(t *testing.T, base string, route web.Route) {
	t.Helper()
	for name, header := range forgeries(base) {
		if response, body := send(t, route.Method, base+filled(route.Path), header, "{}"); response.StatusCode != http.StatusForbidden {
			t.Errorf("%s %s, %s: %d %s", route.Method, route.Path, name, response.StatusCode, body)
		}
	}
	if response, body := send(t, route.Method, base+filled(route.Path), nil, "{}"); response.StatusCode >= 500 {
		t.Errorf("%s %s, a server: %d %s", route.Method, route.Path, response.StatusCode, body)
	}
}

// What is not behind a password proves itself by its link; a form of another
// page is refused there too, before the link is looked up.
func TestNoPageTakesAFormOfAnotherPage(t *testing.T) {
	server, _ := running(t, local(t))
	for _, route := range server.tables[1].Routes() {
		if route.Access == web.AccessPassword {
			t.Errorf("%s is behind a password but not among the APIs", route.Path)
		}
		if route.Origin == web.OriginAny {
			continue
		}
		for name, header := range forgeries(server.URL()) {
			if strings.HasPrefix(name, "our own page") || name == "a frame without an origin" || name == "no origin, same site" {
				continue // our pages send no referrer, hence no origin: their key decides
			}
			header.Set("Content-Type", "application/x-www-form-urlencoded")
			response, body := send(t, http.MethodPost, server.URL()+filled(route.Path), header, "page_key=x")
			if status := response.StatusCode; status < 400 || status >= 500 {
				t.Errorf("%s, %s: %d %.80s", route.Path, name, status, body)
			}
		}
	}
}

// The inbox is a page that browsers remember the password of.
func TestTheInboxHasARealmOfItsOwn(t *testing.T) {
	server, _ := running(t, local(t))
	realms := map[string]string{}
	for _, path := range []string{"/playground/inbox", "/hpp/v1/sessions/a"} {
		response, _ := send(t, http.MethodGet, server.URL()+path, nil, "")
		realms[path] = response.Header.Get("WWW-Authenticate")
	}
	if inbox := realms["/playground/inbox"]; inbox == "" || inbox == realms["/hpp/v1/sessions/a"] {
		t.Errorf("realms: %v", realms)
	}
}

// filled is a path that a pattern takes.
func filled(path string) string {
	for {
		before, rest, ok := strings.Cut(path, "{")
		if !ok {
			return strings.TrimSuffix(path, "$")
		}
		_, after, _ := strings.Cut(rest, "}")
		path = before + "a" + after
	}
}
