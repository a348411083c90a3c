package upstream

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBuiltIn(t *testing.T) {
	t.Parallel()
	d, err := NewDirectory(nil, true)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]string{
		"api.klarna.com": "klarna-eu", "api.playground.klarna.com": "klarna-eu-test",
		"api-na.klarna.com": "klarna-na", "api-na.playground.klarna.com": "klarna-na-test",
		"api-oc.klarna.com": "klarna-oc", "api-oc.playground.klarna.com": "klarna-oc-test",
		"api.kustom.co": "kustom", "api.playground.kustom.co": "kustom-test",
		"API.Kustom.CO:443": "kustom",
	} {
		u, ok := d.ByHost(host)
		if !ok || u.Name != want || u.Test != strings.HasSuffix(want, "-test") || !strings.HasPrefix(u.BaseURL, "https://api") {
			t.Errorf("%s: %+v, want %s", host, u, want)
		}
		if named, ok := d.ByName(want); !ok || named.Host() != u.Host() || len(named.PageOrigins) == 0 || (named.SDKURL != "") != (named.Kind == Klarna) {
			t.Errorf("%s: %+v", want, named)
		}
	}
	if len(d.All()) != 8 {
		t.Errorf("%d are built in", len(d.All()))
	}
	for _, host := range []string{"", "klarna.com", "api.klarna.com.example", "api.klarna.com:8443", "xapi.klarna.com", "api-global.klarna.com"} {
		if u, ok := d.ByHost(host); ok {
			t.Errorf("%q means %s", host, u.Name)
		}
	}
}

const standIn = `{"kind":"klarna","base_url":"http://127.0.0.1:8090/","hosts":["127.0.0.1:8090","LOCALHOST:8090"],"sdk_url":"http://127.0.0.1:8090/kp/lib/v1/api.js","page_origins":["http://127.0.0.1:8090"]}`

func TestParse(t *testing.T) {
	t.Parallel()
	want := Upstream{
		Name: "klarna-stand-in", Kind: Klarna, BaseURL: "http://127.0.0.1:8090", Hosts: []string{"127.0.0.1:8090", "localhost:8090"},
		SDKURL: "http://127.0.0.1:8090/kp/lib/v1/api.js", PageOrigins: []string{"http://127.0.0.1:8090"}, Test: true, Given: true,
	}
	for _, live := range []bool{false, true} {
		got, err := Parse("OPENHPP_UPSTREAM_KLARNA_STAND_IN", standIn, live)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("live %v: %v\n%s", live, err, diff)
		}
	}
	if SettingOf(want.Name) != "OPENHPP_UPSTREAM_KLARNA_STAND_IN" {
		t.Errorf("described by %s", SettingOf(want.Name))
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	replaced := func(from, to string) string { return strings.Replace(standIn, from, to, 1) }
	const variable = "OPENHPP_UPSTREAM_A"
	for name, c := range map[string]struct{ variable, value, want string }{
		"no JSON":             {variable, "http://127.0.0.1", "one JSON object"},
		"another member":      {variable, replaced(`"kind"`, `"secret":"x","kind"`), "one JSON object"},
		"two objects":         {variable, standIn + standIn, "one JSON object"},
		"kind":                {variable, replaced(`"klarna"`, `"stripe"`), "kind must be klarna or kustom"},
		"no address":          {variable, replaced(`http://127.0.0.1:8090/"`, `127.0.0.1"`), "base_url must be"},
		"credentials":         {variable, replaced("http://127", "http://u:p@127"), "base_url must be"},
		"another machine":     {variable, replaced("http://127.0.0.1:8090/\"", "http://klarna.test\""), "base_url must be an https address, or an http address of this machine"},
		"no host":             {variable, replaced(`"127.0.0.1:8090","LOCALHOST:8090"`, ""), "hosts must name"},
		"host with a path":    {variable, replaced("LOCALHOST:8090", "localhost/x"), `hosts: "localhost/x"`},
		"host with port 0":    {variable, replaced("LOCALHOST:8090", "localhost:0"), `hosts: "localhost:0"`},
		"no script":           {variable, replaced(`http://127.0.0.1:8090/kp/lib/v1/api.js`, ""), "sdk_url must be"},
		"script of Kustom":    {variable, replaced(`"klarna"`, `"kustom"`), "sdk_url must be left out"},
		"no origin":           {variable, replaced(`"page_origins":["http://127.0.0.1:8090"]`, `"page_origins":[]`), "page_origins must name"},
		"origin with a path":  {variable, replaced(`["http://127.0.0.1:8090"]`, `["https://a.example/x"]`), "must be an origin"},
		"origin of all":       {variable, replaced(`["http://127.0.0.1:8090"]`, `["*"]`), "must be an origin"},
		"origin and a policy": {variable, replaced(`["http://127.0.0.1:8090"]`, `["https://a.example; script-src *"]`), "must be an origin"},
		"name":                {"OPENHPP_UPSTREAM_a__b", standIn, "its name must be"},
		"no name":             {"OPENHPP_UPSTREAM_", standIn, "its name must be"},
	} {
		if _, err := Parse(c.variable, c.value, true); err == nil || !strings.HasPrefix(err.Error(), c.variable+": ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(standIn)
	f.Add(`{"page_origins":["https://*.example"]}`)
	f.Fuzz(func(t *testing.T, value string) {
		u, err := Parse("OPENHPP_UPSTREAM_A", value, true)
		if err != nil {
			return
		}
		for _, origin := range u.PageOrigins {
			if strings.ContainsAny(origin, " ;,'\"\n") {
				t.Errorf("%q would end a directive", origin)
			}
		}
		if len(u.Hosts) == 0 || u.BaseURL == "" || !u.Test {
			t.Errorf("%+v", u)
		}
	})
}

// A host means one upstream, and an upstream of the operator's takes the place of
// the built-in one with its name.
func TestGivenUpstreams(t *testing.T) {
	t.Parallel()
	given, err := Parse("OPENHPP_UPSTREAM_KLARNA_EU", standIn, false)
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDirectory([]Upstream{given}, false)
	if err != nil {
		t.Fatal(err)
	}
	if u, ok := d.ByHost("api.klarna.com"); ok {
		t.Errorf("the built-in host still means %s", u.Name)
	}
	if u, ok := d.ByHost("127.0.0.1:8090"); !ok || u.Name != "klarna-eu" || !u.Test {
		t.Errorf("%+v", u)
	}
	second := given
	second.Name = "other"
	if _, err := NewDirectory([]Upstream{given, second}, false); err == nil || !strings.Contains(err.Error(), "OPENHPP_UPSTREAM_OTHER: hosts: 127.0.0.1:8090 is a host of klarna-eu already") {
		t.Errorf("one host twice: %v", err)
	}
}
