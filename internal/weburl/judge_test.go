package weburl

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// judged is what each judge says of an address: b for a browser's, c for a
// callback's, a for an app's own.
var judged = map[string]string{
	"https://shop.test/ok?a=b#c":                             "bca",
	"http://shop.test:8080/ok":                               "bca",
	"HTTPS://SHOP.test/":                                     "bca",
	"https://shop.test":                                      "bca",
	"https://shop.test./x":                                   "bca",
	"https://shop_1.test/":                                   "bca",
	"https://shop.test?x=a@b":                                "bca",
	"https://shop.test/@kim":                                 "bca",
	"https://shop.test:65535/":                               "bca",
	"https://[2001:db8::1]:8443/x":                           "bca",
	"https://xn--bcher-kva.test/":                            "bca",
	"https://shop.test/{{session_id}}/x":                     "bca",
	"https://shop.test/?o=%7B%7Border_id%7D%7D":              "bca",
	"https://shop.test/å?q=ö":                                "bca",
	"https://shop.test/" + strings.Repeat("a", 1982):         "bca",
	"https://shop.test/" + strings.Repeat("å", 400):          "bca",
	"com.shop.app://done?sid={{session_id}}":                 "ba",
	"com.shop.app:/done":                                     "ba",
	"se.shop.my-app2://done":                                 "ba",
	"COM.shop.app://done":                                    "ba",
	"registered://done":                                      "ba",
	"registered:/done":                                       "ba",
	"myapp://done":                                           "a",
	"my-app+x://done":                                        "a",
	"com.shop.app:done":                                      "",
	"com.shop.app://user@done":                               "",
	"com.shop.app://user:pw@done":                            "",
	"com.shop.app://å/":                                      "",
	"com..app://x":                                           "a",
	".com.app://x":                                           "",
	"com.apple.systempreferences://x":                        "",
	"https://shop.test/" + strings.Repeat("a", 1983):         "",
	"https://shop.test/" + strings.Repeat("\U0001F600", 400): "",
	"javascript:alert(1)":                                    "",
	"JavaScript://shop.test/%0aalert(1)":                     "",
	"data:text/html,x":                                       "",
	"search-ms://query=x":                                    "",
	"search-ms:query=x":                                      "",
	"searchconnector-ms://x":                                 "",
	"ms-settings://x":                                        "",
	"microsoft-edge:https://shop.test":                       "",
	"chrome-extension://x/y":                                 "",
	"intent://x/#Intent;scheme=a;end":                        "",
	"steam://run/1":                                          "",
	"jar://x":                                                "",
	"view-source:https://shop.test":                          "",
	"about:blank":                                            "",
	"web+shop://x":                                           "",
	"x-callback-url://x":                                     "",
	"":                                                       "",
	"//evil.test/":                                           "",
	"/relative":                                              "",
	"https:evil.test":                                        "",
	"https:/evil.test":                                       "",
	"https:///path":                                          "",
	"https://":                                               "",
	"https://?x":                                             "",
	"https://:443/":                                          "",
	`https://shop.test\@evil.test/`:                          "",
	"https://good.test@evil.test/":                           "",
	"https://@shop.test/":                                    "",
	"https://shop.test:/":                                    "",
	"https://shop.test:0/":                                   "",
	"https://shop.test:65536/":                               "",
	"https://shop.test:99999/":                               "",
	"https://shop.test:port/":                                "",
	"https://shop..test/":                                    "",
	"https://.shop.test/":                                    "",
	"https://./":                                             "",
	"https://" + strings.Repeat("a.", 130) + "test/":         "",
	"https://[::1/":                                          "",
	"https://[shop.test]/":                                   "",
	"https://[1.2.3.4]/":                                     "",
	"https://[fe80::1%25eth0]/":                              "",
	"https://shop$.test/":                                    "",
	"https://sh,op.test/":                                    "",
	"https://{{session_id}}.evil.test/":                      "",
	"{{session_id}}://shop.test/":                            "",
	"https://gооd.test/":                                     "", // Cyrillic
	"https://shop.test/a b":                                  "",
	"https://shop.test/\u2003":                               "",
	"https://shop.test/\x7f":                                 "",
	"https://shop.test/\xff":                                 "",
	" https://shop.test/":                                    "",
}

func TestJudges(t *testing.T) {
	for raw, want := range judged {
		got := ""
		for name, judge := range map[string]func(string) (*url.URL, error){
			"b": func(raw string) (*url.URL, error) { return Browser(raw, "other", "registered") }, "c": Callback, "a": App,
		} {
			if _, err := judge(raw); err == nil {
				got += name
			} else if !strings.HasPrefix(err.Error(), "must ") {
				t.Errorf("%.60q: %v does not say what would be right", raw, err)
			}
		}
		for _, name := range []string{"b", "c", "a"} {
			if strings.Contains(got, name) != strings.Contains(want, name) {
				t.Errorf("%.60q is taken by %q, want %q", raw, got, want)
			}
		}
	}
}

// No scheme that came with the payer's system can be registered.
func TestScheme(t *testing.T) {
	for name, ok := range map[string]bool{
		"myapp": true, "my-app": true, "shop2": true, "com.shop.app": true,
		"": false, "my app": false, "MyApp": false, "2shop": false, "ab": false, "https": false, "http": false, "javascript": false,
		"search-ms": false, "ms-word": false, "intent": false, "my_app": false, "åapp": false, "myapp:": false, strings.Repeat("a", 65): false,
	} {
		if err := Scheme(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	if dup := slices.Compact(slices.Sorted(slices.Values(systemSchemes))); len(dup) < len(systemSchemes) {
		t.Errorf("%d schemes stand in the list twice", len(systemSchemes)-len(dup))
	}
}

// Whatever is taken, another parser reads the same scheme and host, and it
// splits no header.
func FuzzBrowser(f *testing.F) {
	for raw := range judged {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := Browser(raw, "registered")
		if err != nil {
			return
		}
		again, err := url.Parse(raw)
		if err != nil || again.Scheme != u.Scheme || again.Host != u.Host || again.User != nil {
			t.Fatalf("%q is read in two ways: %v", raw, err)
		}
		if strings.ContainsAny(raw, "\r\n\\ \t\x00") {
			t.Fatalf("%q splits a header", raw)
		}
		if isWeb(u) && u.Hostname() == "" {
			t.Fatalf("%q names no host", raw)
		}
	})
}
