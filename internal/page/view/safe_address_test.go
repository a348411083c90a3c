package view

import (
	"net/url"
	"strings"
	"testing"
)

func TestDestination(t *testing.T) {
	for address, want := range map[string]string{
		"https://shop.example.com/thanks?a=1&b=2#top": "https://shop.example.com/thanks?a=1&b=2#top",
		"http://localhost:3000/":                      "http://localhost:3000/",
		"myapp://paid?order=1":                        "myapp://paid?order=1",
		"com.example.shop:/paid":                      "com.example.shop:/paid",
		"https://shop.example.com/å?q=ö \"x'":         "https://shop.example.com/%C3%A5?q=%C3%B6%20%22x%27",
		"https://shop.example.com/%20already":         "https://shop.example.com/%20already",

		"javascript:alert(1)": "", "JaVaScRiPt:alert(1)": "", "data:text/html,x": "", "vbscript:x": "",
		"blob:https://x/y": "", "file:///etc/passwd": "", "view-source:https://x": "", "about:blank": "",
		"https://good.example@evil.example/": "", "https://x:99999/": "", "https:///x": "", "https:x": "", "search-ms://x": "", "steam://x": "",
		"jar://x!/": "", "mailto:a@b": "", "intent://x#Intent;end": "", "https://x/" + strings.Repeat("a", 20_000): "",
		"//evil.example.com": "", "/relative": "", "": "", "https\n://x": "", "java\tscript:alert(1)": "",
		"https://x\r\nSet-Cookie: a=b": "",
	} {
		if got := string(safeAddress(address)); got != want {
			t.Errorf("destination(%q) is %q, want %q", address, got, want)
		}
	}
}

func FuzzDestination(f *testing.F) {
	f.Add("https://shop.example.com/å")
	f.Add("myapp://x\"><script>")
	f.Fuzz(func(t *testing.T, address string) {
		got := string(safeAddress(address))
		for i := range len(got) {
			if got[i] <= ' ' || got[i] >= 0x7f || got[i] == '"' || got[i] == '<' {
				t.Fatalf("%q holds a byte that leaves its header or attribute", got)
			}
		}
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		if err != nil || u.Scheme == "" || u.User != nil || len(got) > 4096 {
			t.Errorf("%q goes nowhere a payer may be sent: %v", got, err)
		}
	})
}
