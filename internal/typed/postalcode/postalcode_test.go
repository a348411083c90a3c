package postalcode_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

func TestNormal(t *testing.T) {
	for _, test := range []struct{ country, text, want string }{
		{"SE", "SE-111 48", "111 48"}, {"SE", "S-11148", "111 48"}, {"se", "11148", "111 48"}, {"SE", "１１１　４８", "111 48"}, {"SE", "١١١٤٨", "111 48"},
		{"SE", "111\u200b48", "111 48"}, {"SE", "111–48", "111 48"}, {"SE", "111\u00a048\t", "111 48"}, {"SE", "SE 111 48", "111 48"},
		{"DE", "D-10178", "10178"}, {"DE", "10 178", "10178"}, {"DE", "DE-10178", "10178"}, {"DE", "d 10178", "10178"},
		{"GB", "sw1a1aa", "SW1A 1AA"}, {"GB", "SW1A-1AA", "SW1A 1AA"}, {"GB", "w1s 3be", "W1S 3BE"}, {"GB", "ｓｗ１ａ １ａａ", "SW1A 1AA"}, {"GB", "gir 0aa", "GIR 0AA"},
		{"NL", "nl-1068sr", "1068 SR"}, {"PL", "01460", "01-460"}, {"PL", "01–460", "01-460"}, {"PT", "1990094", "1990-094"}, {"PT", "1990", "1990"},
		{"US", "100243941", "10024-3941"}, {"US", "10024 3941", "10024-3941"}, {"US", "10024", "10024"}, {"CA", "v7h1l9", "V7H 1L9"}, {"CA", "V7H-1L9", "V7H 1L9"},
		{"IE", "d02c838", "D02 C838"}, {"CH", "CH-4051", "4051"}, {"AT", "A-1060", "1060"}, {"FR", "F-75009", "75009"}, {"FI", "FIN-00100", "00100"},
		{"GR", "GR-15123", "151 23"}, {"RO", "061 357", "061357"}, {"JP", "100-0001", "100-0001"}, {"JP", "1000001", "1000001"},
	} {
		got, ok := postalcode.Normal(test.country, test.text)
		if !ok || got != test.want {
			t.Errorf("%s %q is %q, %t; want %q", test.country, test.text, got, ok, test.want)
		}
		if !postalcode.Same(test.text, test.want, test.country) {
			t.Errorf("%s %q is not the same as %q", test.country, test.text, test.want)
		}
	}
}

func TestNoPostalCodes(t *testing.T) {
	for _, test := range []struct{ country, text string }{
		{"SE", ""}, {"SE", "1114"}, {"SE", "111 488"}, {"SE", "D-11148"}, {"SE", "SE"}, {"DE", "D-1017"}, {"GB", "10178"}, {"GB", "SW1A 1A"}, {"US", "1002"},
		{"US", "K1A 0B1"}, {"CA", "10024"}, {"NL", "1068"}, {"PL", "1-460"}, {"IE", "Dublin"}, {"SE", "111\x0048"}, {"SE", "²²²²²"},
	} {
		if got, ok := postalcode.Normal(test.country, test.text); ok {
			t.Errorf("%s %q is %q", test.country, test.text, got)
		}
	}
	if postalcode.Same("111 48", "111 49", "SE") || !postalcode.Same("100-0001", "1000001", "JP") {
		t.Error("compared wrong")
	}
}

func TestExamplesAreNormal(t *testing.T) {
	for _, country := range []string{"AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HU", "IE", "IT", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SK", "US"} {
		example := postalcode.Example(country)
		if got, ok := postalcode.Normal(country, example); !ok || got != example || example == "" {
			t.Errorf("%s: %q is %q", country, example, got)
		}
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("SE", "SE-111 48")
	f.Add("GB", "ｓｗ１ａ")
	f.Add("", "\xff")
	f.Fuzz(func(t *testing.T, country, text string) {
		once, ok := postalcode.Normal(country, text)
		if again, still := postalcode.Normal(country, once); again != once || still != ok {
			t.Errorf("%s %q is %q, which is %q", country, text, once, again)
		}
	})
}
