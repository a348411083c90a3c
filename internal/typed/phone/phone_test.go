package phone_test

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"github.com/openhpp/openhpp/internal/typed/phone"
)

// pasted are ways in which one Swedish number comes along.
var pasted = []string{
	"0701740605", "070-174 06 05", "070/174 06 05", "070.174.06.05", "(070) 174 06 05", "070–174 06 05", "070‑174‑06‑05", "070−1740605",
	"+46701740605", "+46 70 174 06 05", "+46 (0)70-174 06 05", "+46(0)701740605", "(+46) 70 174 06 05", "0046701740605", "00 46 70 174 06 05", "46701740605",
	"＋４６ ７０ １７４ ０６ ０５", "﹢46701740605", "٠٧٠١٧٤٠٦٠٥", "+٤٦٧٠١٧٤٠٦٠٥", "۰۷۰۱۷۴۰۶۰۵",
	"tel:+46701740605", "TEL:070-1740605", "Tel: 070-174 06 05", "tel. 070-174 06 05", "sms:+46701740605",
	"\u202a+46701740605\u202c", "\u202d0701740605\u202c", "\u2066+46701740605\u2069", "070\u200b1740605", "070\u00a0174\u00a006\u00a005",
	"070\u2009174\u200906\u200905", "\ufeff0701740605", "070\u00ad1740605", "0701740605\t", " 0701740605 ",
}

func TestPastedNumbers(t *testing.T) {
	for _, text := range pasted {
		if !phone.Possible(text) {
			t.Errorf("%q is refused", text)
		}
		n, ok := phone.Read(text, "se")
		if !ok || n.E164 != "+46701740605" || n.Country != "SE" || n.CallingCode != 46 || !n.Mobile || n.Kind != "" {
			t.Errorf("%q is %+v, %t", text, n, ok)
		}
		if !phone.Same(text, "070-174 06 05", "SE") || phone.Same(text, "070-174 06 06", "SE") {
			t.Errorf("%q is not the same number, or any number", text)
		}
	}
}

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"\u202a+46 70–174\u202c": "+46 70-174", "tel:tel: 070": "070", "Tel.: 070": "070", "０７０": "070", "call me": "call me",
		"telephone 070": "ephone 070", "tel:": "", "": "",
	} {
		if got := phone.Clean(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestNoNumbers(t *testing.T) {
	for _, text := range []string{
		"", "+", "12345", "call me", "0701740605;ext=2", "0701740605 ext 2", "0701740605, 0701740606", "1-800-FLOWERS", "070+1740605", "++46701740605",
		"1234567890123456", "+1234567890123456", "070\x001740605", "al@example.com", "²³⁴⁵⁶⁷⁸",
	} {
		if phone.Possible(text) {
			t.Errorf("%q is taken", text)
		}
		if n, ok := phone.Read(text, "SE"); ok {
			t.Errorf("%q is %+v", text, n)
		}
	}
}

func TestSame(t *testing.T) {
	for _, test := range []struct {
		a, b, country string
		want          bool
	}{
		{"07797 712345", "+447797712345", "GB", true}, // Jersey
		{"017614284340", "+49017614284340", "DE", true},
		{"0676 2600456", "+4306762600456", "AT", true},
		{"06 30 010 2692", "+36300102692", "HU", true}, // 06 is the trunk there
		{"312.345.6789", "+39 312 345 6789", "IT", true},
		{"(201) 555-0123", "+1 201 555 0123", "US", true},
		{"011 46 70 174 06 05", "+46701740605", "US", true},
		{"0011 46 70 174 06 05", "+46701740605", "AU", true},
		{"00 46 70 174 06 05", "+46701740605", "US", true},
		{"07000212345", "+467000212345", "SE", true}, // of no plan, and the same all the same
		{"555-555-0199", "+15555550199", "US", true},
		{"+46701740605", "0046701740605", "", true},
		{"+46701740605", "0701740605", "DK", false},
		{"+46701740605", "+47701740605", "SE", false},
		{"0701740605", "", "SE", false},
		{"", "", "SE", true},
		{"call me", "call  me", "SE", true},
	} {
		if got := phone.Same(test.a, test.b, test.country); got != test.want || phone.Same(test.b, test.a, test.country) != test.want {
			t.Errorf("%q and %q in %s: %t", test.a, test.b, test.country, got)
		}
	}
}

func TestTerritoriesShareTheirCode(t *testing.T) {
	seen := 0
	for _, country := range []string{"AU", "FI", "GB", "IT", "NO", "US"} {
		for _, territory := range phone.Territories(country) {
			seen++
			if code := phone.CallingCode(territory); code == 0 || code != phone.CallingCode(country) {
				t.Errorf("%s has +%d", territory, code)
			}
		}
	}
	if seen != 13 {
		t.Errorf("%d territories", seen)
	}
	phone.Territories("gb")[0] = "XX"
	if phone.Territories("GB")[0] != "GG" || len(phone.Territories("SE")) != 0 {
		t.Error("the table can be changed")
	}
}

func TestTerritoryNumbers(t *testing.T) {
	for number, want := range map[string]string{
		"+447797712345": "JE", "+447781123456": "GG", "+447911123456": "GG", "+447624123456": "IM", "+447400123456": "GB",
		"+17872012345": "PR", "+12015550123": "US", "+15062345678": "CA",
	} {
		if n, ok := phone.Read(number, "GB"); !ok || n.Country != want || !n.Mobile {
			t.Errorf("%s is %+v", number, n)
		}
	}
}

func TestExample(t *testing.T) {
	for _, country := range []string{"SE", "de", "US", "GB", "JE"} {
		if n, ok := phone.Read(phone.Example(country), country); !ok || !n.Mobile || !strings.EqualFold(n.Country, country) {
			t.Errorf("%s: %q", country, phone.Example(country))
		}
	}
	if got := phone.Example("XX"); got != "" {
		t.Errorf("%q", got)
	}
}

func FuzzNumber(f *testing.F) {
	for _, text := range pasted {
		f.Add(text, "SE")
	}
	f.Add("000/174 06 75", "SE")
	f.Add(" 07017406006055 ", "SS")
	f.Fuzz(func(t *testing.T, text, country string) {
		clean := phone.Clean(text)
		if again := phone.Clean(clean); again != clean {
			t.Errorf("%q is %q, which is %q", text, clean, again)
		}
		if phone.Possible(text) != phone.Possible(clean) || !phone.Same(text, clean, country) {
			t.Errorf("%q is judged otherwise than %q", text, clean)
		}
		n, ok := phone.Read(text, country)
		if !ok {
			return
		}
		if again, ok := phone.Read(n.E164, country); n.Country != "" && (!ok || again.E164 != n.E164) {
			t.Errorf("%q is %s, which is %+v", text, n.E164, again)
		}
		if n.Country != "" && phonenumbers.GetCountryCodeForRegion(n.Country) != n.CallingCode {
			t.Errorf("%q: %+v", text, n)
		}
	})
}
