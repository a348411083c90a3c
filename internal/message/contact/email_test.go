package contact

import (
	"errors"
	"strings"
	"testing"
)

func TestEmail(t *testing.T) {
	long := strings.Repeat("a", 64)
	label := strings.Repeat("b", 63)
	for _, test := range []struct {
		address, want string
		err           error
	}{
		{"name@example.com", "name@example.com", nil},
		{"  name@example.com ", "name@example.com", nil},
		{"First.Last+Tag@Example.COM", "First.Last+Tag@example.com", nil},
		{"o'brien@example.ie", "o'brien@example.ie", nil},
		{"a/b=c?d^e_f`g{h|i}j~k-l!m#n$o%p&q*r@example.com", "a/b=c?d^e_f`g{h|i}j~k-l!m#n$o%p&q*r@example.com", nil},
		{"name@müller.example", "name@xn--mller-kva.example", nil},
		{"name@MÜLLER.example", "name@xn--mller-kva.example", nil},
		{"name@xn--mller-kva.example", "name@xn--mller-kva.example", nil},
		{"name@παράδειγμα.δοκιμή", "name@xn--hxajbheg2az3al.xn--jxalpdlp", nil},
		{"name@example。com", "name@example.com", nil}, // the full stop of Chinese
		{"name@my-shop.example", "name@my-shop.example", nil},
		{"name@0.example", "name@0.example", nil},
		{long + "@example.com", long + "@example.com", nil},
		{"", "", errEmail},
		{"name", "", errEmail},
		{"@example.com", "", errEmail},
		{"name@", "", errDomain},
		{"name@localhost", "", errDomain},
		{"name@example.com.", "", errDomain},
		{"name@.example.com", "", errDomain},
		{"name@example..com", "", errDomain},
		{"name@-.com", "", errDomain},
		{"name@exa_mple.com", "", errDomain},
		{"name@example.1", "", errDomain},
		{"name@127.0.0.1", "", errLiteral},
		{"name@[127.0.0.1]", "", errLiteral},
		{"name@[IPv6:::1]", "", errEmail},
		{"name@" + label + "b.com", "", errDomain},
		{long + "a@example.com", "", errLong},
		{long + "@" + strings.Repeat(label+".", 3) + "com", "", errLong},
		{strings.Repeat("a", 2000) + "@example.com", "", errLong},
		{"a b@example.com", "", errEmail},
		{".name@example.com", "", errLocal},
		{"na..me@example.com", "", errLocal},
		{"jürgen@example.com", "", errLocal},
		{`"quoted name"@example.com`, "", errEmail},
		{`"q"@example.com`, "", errEmail},
		{"Name <name@example.com>", "", errEmail},
		{"<name@example.com>", "", errEmail},
		{"name(comment)@example.com", "", errEmail},
		{"name@(comment)example.com", "", errEmail},
		{"a@example.com,b@example.com", "", errEmail},
		{"a@example.com;b@example.com", "", errEmail},
		{"a@example.com b@example.com", "", errEmail},
		{"a@b@example.com", "", errEmail},
		{"mailto:name@example.com", "", errEmail},
		{"name@example.com\r\nBcc: b@example.com", "", errEmail},
		{"name@example.com\n", "", errEmail},
		{"name\x00@example.com", "", errEmail},
		{"name@exam\u200bple.com", "name@example.com", nil}, // as pasted
		{"name@exam\u00adple.com", "name@example.com", nil},
		{"\u202aname@example.com\u202c", "name@example.com", nil},
		{"\ufeffname@example.com\u00a0", "name@example.com", nil},
		{"ｎａｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "name@example.com", nil},
		{"\u202ename@example.com", "", errEmail},
		{"name@example.com\u2028", "", errEmail},
		{"name@example\xff.com", "", errEmail},
		{"name@example.com?subject=x", "", errDomain},
		{"name%40evil.example@example.com", "name%40evil.example@example.com", nil},
	} {
		got, err := Email(test.address)
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("Email(%.60q) = %q, %v; want %q, %v", test.address, got, err, test.want, test.err)
		}
	}
}

func FuzzEmail(f *testing.F) {
	for _, seed := range []string{"name@example.com", "a@müller.example", `"q"@example.com`, "a@b.c,d@e.f", "a@[::1]", "x@\u202ey.z", "a@xn--.com"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got, err := Email(address)
		if err != nil {
			if len(address) > 12 && strings.Contains(address, "@") && strings.Contains(err.Error(), address) {
				t.Errorf("the error repeats %q", address)
			}
			return
		}
		if again, err := Email(got); err != nil || again != got {
			t.Errorf("Email(%q) = %q, which is %q, %v", address, got, again, err)
		}
		if strings.Count(got, "@") != 1 || len(got) > 254 || strings.ContainsAny(got, " \r\n\t,;<>\"()\\") || strings.ContainsFunc(got, func(r rune) bool { return r > '~' }) {
			t.Errorf("Email(%q) = %q", address, got)
		}
	})
}
