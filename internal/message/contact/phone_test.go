package contact

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

func TestPhone(t *testing.T) {
	for _, test := range []struct {
		number, country, region string
		want                    string
		err                     string // part of it
	}{
		{"070-174 06 05", "SE", "eu", "+46701740605", ""},
		{"0701740605", "se", "eu", "+46701740605", ""},
		{"+46 70 174 06 05", "SE", "eu", "+46701740605", ""},
		{"+46 (0)70-174 06 05", "SE", "eu", "+46701740605", ""},
		{"0046701740605", "SE", "eu", "+46701740605", ""},
		{"07400 123456", "GB", "eu", "+447400123456", ""},
		{"0151 23456789", "DE", "eu", "+4915123456789", ""},
		{"06 12 34 56 78", "FR", "eu", "+33612345678", ""},
		{"312.345.6789", "IT", "eu", "+393123456789", ""},
		{"406 12 345", "NO", "eu", "+4740612345", ""},
		{"(201) 555-0123", "US", "na", "+12015550123", ""}, // fixed and mobile look alike
		{"506 234 5678", "CA", "na", "+15062345678", ""},
		{"222 123 4567", "MX", "na", "+522221234567", ""},
		{"0412 345 678", "AU", "oc", "+61412345678", ""},
		{"021 123 4567", "NZ", "oc", "+64211234567", ""},
		// The number of the published example has a digit too many: no phone in Sweden has it.
		{"07000212345", "SE", "eu", "", "must be a valid mobile number of SE, as it is dialled there or beginning with +46"},
		{"+4670174060", "SE", "eu", "", "valid mobile number of SE"},
		{"", "SE", "eu", "", "valid mobile number of SE"},
		{"+", "SE", "eu", "", "valid mobile number of SE"},
		{"0701740605;ext=2", "SE", "eu", "", "valid mobile number of SE"},
		{"tel:0701740605", "SE", "eu", "+46701740605", ""},
		{"+46 70/174 06 05", "SE", "eu", "+46701740605", ""},
		{"\u202a+46701740605\u202c", "SE", "eu", "+46701740605", ""},
		{"\u2066070\u2069\u200b174\u200906–05", "SE", "eu", "+46701740605", ""},
		{"＋４６７０１７４０６０５", "SE", "eu", "+46701740605", ""},
		{"+447797712345", "GB", "eu", "+447797712345", ""}, // Jersey
		{"07797 712345", "GB", "eu", "+447797712345", ""},
		{"07797 712345", "JE", "eu", "+447797712345", ""},
		{"+447400123456", "JE", "eu", "+447400123456", ""},
		{"+447781123456", "gg", "eu", "+447781123456", ""},
		{"+447911123456", "GB", "eu", "+447911123456", ""},
		{"07624 123456", "IM", "eu", "+447624123456", ""},
		{"07624 123456", "GB", "eu", "+447624123456", ""},
		{"041 2345678", "AX", "eu", "+358412345678", ""},
		{"412 34 567", "SJ", "eu", "+4741234567", ""},
		{"312 345 6789", "VA", "eu", "+393123456789", ""},
		{"+1 506 234 5678", "US", "na", "+15062345678", ""}, // Canadian
		{"+1 787 201 2345", "US", "na", "+17872012345", ""}, // Puerto Rico
		{"787 201 2345", "PR", "na", "+17872012345", ""},
		{"0412 345 678", "CX", "oc", "+61412345678", ""},
		{"+1 876 210 1234", "US", "na", "", "valid mobile number of US"}, // Jamaica is not served
		{"+44 1534 456789", "GB", "eu", "", "not a fixed line"},          // in Jersey
		{"+44 7797 71234", "JE", "eu", "", "valid mobile number of JE"},
		{"+46701740605", "JE", "eu", "", "JE numbers begin with +44"},
		{"0701740605, 0701740606", "SE", "eu", "", "valid mobile number of SE"},
		{"0701740605\r\n", "SE", "eu", "", "valid mobile number of SE"},
		{"1-800-FLOWERS", "US", "na", "", "valid mobile number of US"},
		{"٠٧٠١٧٤٠٦٠٥", "SE", "eu", "+46701740605", ""},
		{strings.Repeat("0", 50), "SE", "eu", "", "valid mobile number of SE"},
		{strings.Repeat("\u200b", 60) + "0701740605", "SE", "eu", "", "valid mobile number of SE"},
		{"+47 406 12 345", "SE", "eu", "", "SE numbers begin with +46"},
		{"08-123 456", "SE", "eu", "", "not a fixed line"},
		{"0900 123 4567", "SE", "eu", "", "not a premium-rate number"},
		{"020 123 456", "SE", "eu", "", "not a toll-free number"},
		{"0771 23 45 67", "SE", "eu", "", "not a shared-cost number"},
		{"075 123 45 67", "SE", "eu", "", "not a personal number"},
		{"0740 123 456", "SE", "eu", "", "not a pager"},
		{"010 234 56 78", "SE", "eu", "", "not a company-wide number"},
		{"0254 123456789", "SE", "eu", "", "not a voicemail access number"},
		{"056 1234 5678", "GB", "eu", "", "not an internet telephone"},
		{"900 234 5678", "US", "na", "", "not a premium-rate number"},
	} {
		got, err := Phone(test.number, test.country, test.region)
		if got != test.want || (err == nil) != (test.err == "") || (err != nil && !strings.Contains(err.Error(), test.err)) {
			t.Errorf("Phone(%q, %s) = %q, %v; want %q, %q", test.number, test.country, got, err, test.want, test.err)
		}
		if errors.Is(err, ErrCountry) {
			t.Errorf("Phone(%q, %s) takes offence at the country", test.number, test.country)
		}
	}
}

func TestPhoneCountry(t *testing.T) {
	for _, test := range []struct{ country, region, list string }{
		{"SE", "na", "one of CA, MX, US"},
		{"US", "eu", "one of AT, BE, CH"},
		{"NZ", "eu", "one of AT"},
		{"KP", "oc", "one of AU, NZ, CC, CX"},
		{"JM", "na", "one of CA, MX, US, AS, GU, MP, PR, VI"},
		{"JE", "na", "one of CA"},
		{"GP", "eu", "one of AT"},
		{"", "eu", "one of AT"},
		{"SWE", "eu", "one of AT"},
		{"SE", "moon", "one of"},
	} {
		_, err := Phone("0701740605", test.country, test.region)
		if !errors.Is(err, ErrCountry) || !strings.Contains(err.Error(), test.list) {
			t.Errorf("%s in %s: %v", test.country, test.region, err)
		}
	}
}

// Every kind of number that the numbering plans know, in every country: only
// mobile ones come through.
func TestOnlyMobileNumbersAreReached(t *testing.T) {
	for region, list := range countries {
		for _, country := range list {
			mobile := 0
			for kind := phonenumbers.FIXED_LINE; kind <= phonenumbers.VOICEMAIL; kind++ {
				example := phonenumbers.GetExampleNumberForType(country, kind)
				if example == nil {
					continue
				}
				number := phonenumbers.Format(example, phonenumbers.NATIONAL)
				got, err := Phone(number, country, region)
				switch is := phonenumbers.GetNumberType(example); is {
				case phonenumbers.MOBILE, phonenumbers.FIXED_LINE_OR_MOBILE:
					mobile++
					if err != nil || got != phonenumbers.Format(example, phonenumbers.E164) {
						t.Errorf("%s: mobile number %s is %q, %v", country, number, got, err)
					}
				default:
					if err == nil {
						t.Errorf("%s: %s is accepted as %q", country, number, got)
					}
				}
			}
			if mobile == 0 {
				t.Errorf("%s: no mobile number was tried", country)
			}
		}
	}
}

func FuzzPhone(f *testing.F) {
	for _, seed := range [][2]string{{"0701740605", "SE"}, {"+1 201 555 0123", "US"}, {"00 44 7700 900123", "GB"}, {"(0)", "IT"}, {"+", "x"}} {
		f.Add(seed[0], seed[1])
	}
	e164 := regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	f.Fuzz(func(t *testing.T, number, country string) {
		for region := range countries {
			got, err := Phone(number, country, region)
			if err != nil {
				if len(number) > 6 && strings.ContainsAny(number, "123456789") && strings.Contains(err.Error(), number) {
					t.Errorf("the error repeats %q", number)
				}
				continue
			}
			if again, err := Phone(got, country, region); !e164.MatchString(got) || err != nil || again != got {
				t.Errorf("Phone(%q, %q) = %q, which is %q, %v", number, country, got, again, err)
			}
		}
	})
}

func TestMasked(t *testing.T) {
	for to, want := range map[string]string{
		"anna@example.com": "a•••@example.com",
		"a@example.com":    "a•••@example.com",
		"+46701232345":     "+46•••••2345",
		"+12015550123":     "+12•••••0123",
		"+4670123":         "•••••",
		"":                 "•••••",
		"@":                "•••••",
		"nonsense text":    "•••••",
	} {
		if got := Mask(to); got != want {
			t.Errorf("Masked(%q) = %q, want %q", to, got, want)
		}
	}
}

func TestCountries(t *testing.T) {
	for region, want := range map[string]string{"eu": "AT", "na": "CA", "oc": "AU"} {
		if got := Countries(region); len(got) == 0 || got[0] != want || !slices.IsSorted(got) {
			t.Errorf("%s: %v", region, got)
		}
	}
	Countries("oc")[0] = "XX"
	if got := Countries("oc")[0]; got != "AU" || len(Countries("xx")) != 0 {
		t.Errorf("the list can be changed: %s", got)
	}
}
