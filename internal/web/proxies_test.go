package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// Headers are believed from a trusted peer alone, and no further back than the
// trusted hops go.
func TestTrustedProxies(t *testing.T) {
	proxies, err := ParseProxies([]string{"10.0.0.0/8", " 127.0.0.1", "2001:db8:aa::/48"})
	if err != nil {
		t.Fatal(err)
	}
	const stranger, near = "198.51.100.9:4000", "127.0.0.1:4000"
	for name, c := range map[string]struct {
		peer   string
		header http.Header
		want   string
	}{
		"no header":                     {near, http.Header{}, "127.0.0.0/24"},
		"a stranger lies":               {stranger, http.Header{"X-Forwarded-For": {"203.0.113.5"}, "Forwarded": {"for=203.0.113.5"}}, "198.51.100.0/24"},
		"a stranger says it is a proxy": {stranger, http.Header{"X-Forwarded-For": {"203.0.113.5, 10.0.0.1"}}, "198.51.100.0/24"},
		"one hop":                       {near, http.Header{"X-Forwarded-For": {"203.0.113.5"}}, "203.0.113.0/24"},
		"with a port":                   {near, http.Header{"X-Forwarded-For": {"203.0.113.5:99"}}, "203.0.113.0/24"},
		"the client adds a lie":         {near, http.Header{"X-Forwarded-For": {"192.0.2.1, 203.0.113.5"}}, "203.0.113.0/24"},
		"the lie on a line of its own":  {near, http.Header{"X-Forwarded-For": {"192.0.2.1", "203.0.113.5"}}, "203.0.113.0/24"},
		"two trusted hops":              {near, http.Header{"X-Forwarded-For": {"192.0.2.1, 203.0.113.5, 10.1.2.3"}}, "203.0.113.0/24"},
		"trusted hops alone":            {near, http.Header{"X-Forwarded-For": {"10.9.9.9, 10.1.2.3"}}, "10.9.9.0/24"},
		"IPv6":                          {near, http.Header{"X-Forwarded-For": {"2001:db8:1:2::3"}}, "2001:db8:1::/48"},
		"IPv6 in brackets":              {near, http.Header{"X-Forwarded-For": {"[2001:db8:1:2::3]"}}, "2001:db8:1::/48"},
		"IPv6 with a port":              {near, http.Header{"X-Forwarded-For": {"[2001:db8:1:2::3]:7"}}, "2001:db8:1::/48"},
		"mapped":                        {near, http.Header{"X-Forwarded-For": {"::ffff:203.0.113.5"}}, "203.0.113.0/24"},
		"a mapped peer":                 {"[::ffff:10.0.0.7]:1", http.Header{"X-Forwarded-For": {"203.0.113.5"}}, "203.0.113.0/24"},
		"an IPv6 peer":                  {"[2001:db8:aa:1::7]:1", http.Header{"X-Forwarded-For": {"203.0.113.5"}}, "203.0.113.0/24"},
		"unreadable":                    {near, http.Header{"X-Forwarded-For": {"unknown"}}, "127.0.0.0/24"},
		"unreadable before a proxy":     {near, http.Header{"X-Forwarded-For": {"garbage, 10.1.2.3"}}, "10.1.2.0/24"},
		"empty":                         {near, http.Header{"X-Forwarded-For": {""}}, "127.0.0.0/24"},
		"forwarded":                     {near, http.Header{"Forwarded": {"for=203.0.113.5;proto=https;by=10.0.0.1"}}, "203.0.113.0/24"},
		"forwarded, quoted IPv6":        {near, http.Header{"Forwarded": {`proto=https; For="[2001:db8:1:2::3]:47"`}}, "2001:db8:1::/48"},
		"forwarded, a lie before it":    {near, http.Header{"Forwarded": {"for=192.0.2.1, for=203.0.113.5, for=10.0.0.1"}}, "203.0.113.0/24"},
		"forwarded, an open quote":      {near, http.Header{"Forwarded": {`for="192.0.2.1`, "for=203.0.113.5"}}, "203.0.113.0/24"},
		"forwarded, hidden":             {near, http.Header{"Forwarded": {"for=_hidden"}}, "127.0.0.0/24"},
		"both agree":                    {near, http.Header{"X-Forwarded-For": {"203.0.113.5"}, "Forwarded": {"for=203.0.113.5"}}, "203.0.113.0/24"},
		"both, one of them a lie":       {near, http.Header{"X-Forwarded-For": {"203.0.113.5"}, "Forwarded": {"for=192.0.2.1"}}, "127.0.0.0/24"},
		"no address at all":             {"pipe", http.Header{"X-Forwarded-For": {"203.0.113.5"}}, ""},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: c.header}
		got := "not served"
		proxies.ResolveClient(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = ClientNetwork(r) })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if r.RemoteAddr != c.peer {
			t.Errorf("%s: the caller's own request was changed", name)
		}
	}
}

func TestParseProxiesRefuses(t *testing.T) {
	for _, text := range []string{"", "x", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.1-10.0.0.9", "proxy.internal"} {
		if got, err := ParseProxies([]string{"10.0.0.0/8", text}); err == nil {
			t.Errorf("%q is taken: %v", text, got)
		}
	}
}
