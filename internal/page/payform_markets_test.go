package page

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/typed/phone"
	"github.com/openhpp/openhpp/internal/typed/postalcode"
)

// marketInput is how the people of a market write what the page asks for.
type marketInput struct {
	country        string
	day            string // 10 July 1970, by hand
	home, abroad   string // a mobile number; abroad is E.164
	postal, pasted string // a postal code as it is written, and as it comes along
	noPostal       string // another country's
}

var marketWays = []marketInput{
	{"AT", "10.7.1970", "0664 1234567", "+436641234567", "1060", "A-1060", "10600"},
	{"AU", "10/07/1970", "0412 345 678", "+61412345678", "4877", "AU-4877", "48777"},
	{"BE", "10/07/1970", "0470 12 34 56", "+32470123456", "1000", "B-1000", "10000"},
	{"CA", "1970-7-10", "(506) 234-5678", "+15062345678", "V7H 1L9", "v7h1l9", "90210"},
	{"CH", "10.07.1970", "078 123 45 67", "+41781234567", "4051", "CH-4051", "40511"},
	{"CZ", "10. 7. 1970", "601 123 456", "+420601123456", "155 00", "CZ-15500", "1550"},
	{"DE", "10.07.1970", "0151/23456789", "+4915123456789", "10178", "D-10178", "1017"},
	{"DK", "10-07-1970", "32 12 34 56", "+4532123456", "1556", "DK-1556", "15566"},
	{"ES", "10/7/1970", "612 34 56 78", "+34612345678", "28012", "E-28012", "2801"},
	{"FI", "10.7.1970", "041 2345678", "+358412345678", "00100", "FIN-00100", "0010"},
	{"FR", "10/07/1970", "06 12 34 56 78", "+33612345678", "75009", "F-75009", "7500"},
	{"GB", "10/07/1970", "07400 123456", "+447400123456", "W1S 3BE", "w1s3be", "75009"},
	{"GR", "10/7/1970", "691 234 5678", "+306912345678", "151 23", "GR-15123", "1512"},
	{"HU", "1970. 07. 10.", "06 20 123 4567", "+36201234567", "1083", "H-1083", "10833"},
	{"IE", "10/07/1970", "085 012 3456", "+353850123456", "D02 C838", "d02c838", "75009"},
	{"IT", "10/07/1970", "312 345 6789", "+393123456789", "00146", "I-00146", "0014"},
	{"MX", "10/07/1970", "222 123 4567", "+522221234567", "03000", "CP 03000", "0300"},
	{"NL", "10-07-1970", "06 12345678", "+31612345678", "1068 SR", "NL-1068sr", "1068"},
	{"NO", "10.07.1970", "406 12 345", "+4740612345", "0194", "N-0194", "01944"},
	{"NZ", "10/07/1970", "021 123 4567", "+64211234567", "6011", "NZ-6011", "60111"},
	{"PL", "10.07.1970", "512 345 678", "+48512345678", "01-460", "PL-01460", "0146"},
	{"PT", "10/07/1970", "912 345 678", "+351912345678", "1990-094", "P-1990-094", "199009"},
	{"RO", "10.07.1970", "0712 034 567", "+40712034567", "061357", "RO-061357", "06135"},
	{"SE", "1970-07-10", "070-123 45 67", "+46701234567", "111 48", "SE-111 48", "1114"},
	{"SK", "10. 7. 1970", "0912 123 456", "+421912123456", "810 06", "SK-81006", "8100"},
	{"US", "7/10/1970", "(201) 555-0123", "+12015550123", "10024-3941", "10024 3941", "K1A 0B1"},
}

// wide and arabic write ASCII figures as keyboards of other scripts do.
var (
	wide = func(text string) string {
		return strings.Map(func(r rune) rune {
			if r >= '!' && r <= '~' {
				return r + '！' - '!'
			}
			return r
		}, text)
	}
	arabic = func(text string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r + '٠' - '0'
			}
			return r
		}, text)
	}
	wrapped = func(text string) string {
		return "\u202a\ufeff" + strings.ReplaceAll(text, " ", "\u00a0") + "\u200b\u202c\n"
	}
	dashed = func(text string) string { return strings.ReplaceAll(text, "-", "–") }
)

// spellings of one text: as it is, and as it comes along.
func spellings(text string) []string {
	return []string{text, wide(text), arabic(text), wrapped(text), dashed(text)}
}

// At least three hundred ways of writing are right: whatever the market, what
// its people write, paste and have filled in is taken for what it means.
func TestEveryMarketsOwnWayOfWritingIsRight(t *testing.T) {
	cases := 0
	for _, m := range marketWays {
		post := func(field, typed string) (hpp.Payer, int) {
			cases++
			f := newFake(hpp.PagePay)
			f.visit.Purchase.Country = m.country
			h, _ := server(f)
			w := post(h, below+"/pay", changed("country", m.country, "postal_code", m.postal, field, typed))
			return f.form.Payer, w.Code
		}
		for _, typed := range append(append(spellings(m.day), spellings("1970-07-10")...), "19700710", strings.ReplaceAll(m.day, "1970", "70"), "1970/7/10") {
			if got, code := post("date_of_birth", typed); code != http.StatusSeeOther || got.DateOfBirth != "1970-07-10" {
				t.Errorf("%s: date %q is %q, %d", m.country, typed, got.DateOfBirth, code)
			}
		}
		international := strings.Replace(m.abroad, "+", "00", 1)
		for _, typed := range append(append(spellings(m.home), spellings(m.abroad)...), international, "tel:"+m.abroad, strings.ReplaceAll(m.home, " ", "/")) {
			if got, code := post("phone", typed); code != http.StatusSeeOther || !phone.Possible(got.Phone) || !phone.Same(got.Phone, m.abroad, m.country) {
				t.Errorf("%s: phone %q is %q, %d", m.country, typed, got.Phone, code)
			}
		}
		for _, typed := range append(append(spellings(m.postal), spellings(m.pasted)...), strings.ToLower(m.postal), strings.ReplaceAll(m.postal, " ", "")) {
			if got, code := post("postal_code", typed); code != http.StatusSeeOther || got.PostalCode != m.postal {
				t.Errorf("%s: postal code %q is %q, %d", m.country, typed, got.PostalCode, code)
			}
		}
	}
	for _, typed := range append(append(spellings("123456"), spellings("123-456")...), "G-123456", "Your code is 123456", "123 456 is your code") {
		cases++
		f := newFake(hpp.PageChallenge)
		h, _ := server(f)
		post(h, below+"/challenge", url.Values{"otp": {typed}})
		if len(f.acts) != 1 || f.acts[0] != "confirm 123456" {
			t.Errorf("code %q: %v", typed, f.acts)
		}
	}
	t.Logf("%d cases", cases)
	if cases < 300 || len(marketWays) != len(view.Markets) {
		t.Errorf("%d cases of %d markets", cases, len(marketWays))
	}
}

// What can mean two days is asked back, what is wrong is refused, each by an
// example of the market.
func TestEveryMarketAsksBackByItsOwnExample(t *testing.T) {
	such := func(label, example string) string { return label + ", such as " + example }
	examples := map[string]string{"US": "07/31/1970", "SE": "1970-07-31", "CA": "1970-07-31", "HU": "1970.07.31", "NL": "31-07-1970"}
	dotted := "AT CH CZ DE DK FI NO PL RO SK"
	for _, m := range marketWays {
		example := examples[m.country]
		if example == "" {
			if example = "31/07/1970"; strings.Contains(dotted, m.country) {
				example = "31.07.1970"
			}
		}
		for typed, says := range map[string]string{
			"01/02/03": "read in more than one way", "010203": "read in more than one way", "31.12.20": "read in more than one way",
			"31.02.1970": "Enter your date of birth, such as", "yesterday": "Enter your date of birth, such as",
			"2026-11-24": "must be before today", "2099-01-01": "must be before today", "1899-12-31": "must be in 1900 or later",
		} {
			f := newFake(hpp.PagePay)
			f.visit.Purchase.Country = m.country
			h, _ := server(f)
			w := post(h, below+"/pay", changed("country", m.country, "postal_code", m.noPostal, "date_of_birth", typed))
			if w.Code != http.StatusUnprocessableEntity || !faulty(w, "postal_code") || f.acts[0] != "enter" {
				t.Errorf("%s %q: %d after %v", m.country, typed, w.Code, f.acts)
			}
			contains(t, w, says, example, "Enter a postal code")
			contains(t, w, such("", postalcode.Example(m.country)))
		}
		for _, typed := range []string{"call me", "12", "+", "alice@example.com", "1234567890123456"} {
			f := newFake(hpp.PagePay)
			f.visit.Purchase.Country = m.country
			h, _ := server(f)
			// Numbers are judged only beside a fault of the page's own.
			w := post(h, below+"/pay", changed("country", m.country, "postal_code", m.postal, "phone", typed, "date_of_birth", "yesterday"))
			if w.Code != http.StatusUnprocessableEntity || !faulty(w, "phone") || faulty(w, "postal_code") {
				t.Errorf("%s phone %q: %d", m.country, typed, w.Code)
			}
			contains(t, w, such(">Mobile phone", "+"+strconv.Itoa(phone.CallingCode(m.country))+" "))
		}
	}
}
