package page

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// typedFields are those that a payer types into.
var typedFields = []string{
	"email", "phone", "given_name", "family_name", "date_of_birth", "street_address", "street_address2", "postal_code", "city", "region", "country",
}

// changed is the filled form with some fields changed.
func changed(fields ...string) url.Values {
	form := maps.Clone(filled)
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return form
}

func faulty(w *httptest.ResponseRecorder, field string) bool {
	return strings.Contains(w.Body.String(), `id="`+field+`-error"`)
}

// No byte that a payer types reaches a provider as a fault of the payment: what
// nobody can read is a fault of its field.
func TestControlCharactersAreFaultsOfTheirField(t *testing.T) {
	for _, sign := range []string{"\x00", "\x01", "\x07", "\x0b", "\x1b", "\x1f", "\x7f", "\u0080", "\u009f", "\xff", "\xed\xa0\x80", "\ufffd", "\uffff"} {
		for _, field := range append([]string{"payment_method_category", "revision", "delivery"}, typedFields...) {
			for _, form := range []string{"/pay", "/update"} {
				f := newFake(hpp.PagePay)
				h, log := server(f)
				w := post(h, below+form, changed(field, "A"+sign+"b"))
				if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `role="alert"`) || log.Len() != 0 {
					t.Errorf("%s of %q with %q: %d, logged %q", form, field, sign, w.Code, log)
				}
				if slices.Contains(typedFields, field) && field != "street_address2" && field != "region" && !faulty(w, field) {
					t.Errorf("%q with %q is not marked", field, sign)
				}
				if strings.ContainsAny(w.Body.String(), sign) && sign != "\xff" && sign != "\xed\xa0\x80" {
					t.Errorf("%q with %q is shown again as it was", field, sign)
				}
				if diff := cmp.Diff([]string{"enter"}, f.acts); diff != "" {
					t.Errorf("%s of %q with %q: %s", form, field, sign, diff)
				}
			}
		}
	}
}

// Everything that is wrong is marked at once, nothing that is right.
func TestAllFaultsAreMarkedAtOnce(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := post(h, below+"/pay", changed("given_name", "Al\x00ice", "city", "\x01", "email", "alice", "phone", "call me", "date_of_birth", "2099-01-01", "postal_code", "1", "street_address", ""))
	for _, field := range []string{"given_name", "city", "email", "phone", "date_of_birth", "postal_code", "street_address"} {
		if !faulty(w, field) {
			t.Errorf("%s is not marked", field)
		}
	}
	for _, field := range []string{"family_name", "country"} {
		if faulty(w, field) {
			t.Errorf("%s is marked", field)
		}
	}
	contains(t, w, `value="Alice"`, "one character in it cannot be read", "before today")
}

// What comes along with a paste is left out before anybody judges it.
func TestPastedDetailsAreCleaned(t *testing.T) {
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	w := post(h, below+"/pay", changed(
		"email", "\u202aalice@example.com\u202c", "phone", "\u2066＋46 70–174\u200906/15\u2069", "given_name", "Al\u200bi\u00adce", "family_name", "O´Brien",
		"date_of_birth", "٢١.٠٣.١٩٤١", "street_address", "Gatan\r\n2\t\u00a0B", "postal_code", "SE-１１１４８", "city", "\ufeffStockholm", "country", "se\u200b",
		"payment_method_category", " pay_later\u00a0",
	))
	status(t, w, http.StatusSeeOther)
	want := hpp.Payer{
		Email: "alice@example.com", Phone: "+46 70-174 06/15", GivenName: "Alice", FamilyName: "O'Brien", DateOfBirth: "1941-03-21",
		StreetAddress: "Gatan 2 B", PostalCode: "111 48", City: "Stockholm", Country: "SE",
	}
	if diff := cmp.Diff(want, f.form.Payer); diff != "" || f.form.Category != hpp.PayLater {
		t.Errorf("%s %s", f.form.Category, diff)
	}
}

// A date is read as its country writes it, and asked back where that is not
// clear.
func TestBirthdaysAreReadAsTheCountryWritesThem(t *testing.T) {
	for _, test := range []struct{ purchase, country, typed, want, says string }{
		{"SE", "SE", "21.03.1941", "1941-03-21", ""}, {"DE", "DE", "10.7.70", "1970-07-10", ""}, {"US", "US", "07/10/1970", "1970-07-10", ""},
		{"GB", "", "10/07/1970", "1970-07-10", ""}, {"SE", "SE", "", "", ""},
		{"CA", "CA", "10/07/1970", "", "read in more than one way. Enter it such as 1970-07-31"},
		{"DE", "DE", "01/02/03", "", "read in more than one way. Enter it such as 31.07.1970"},
		{"GB", "US", "10/07/1970", "", "read in more than one way. Enter it such as 1970-07-31"}, // told by the British hint
		{"US", "US", "24/24/1970", "", "Enter your date of birth, such as 07/31/1970"},
		{"SE", "SE", "2026-11-24", "", "must be before today"}, {"SE", "SE", "31.12.1899", "", "must be in 1900 or later"},
	} {
		f := newFake(hpp.PagePay)
		f.visit.Purchase.Country = test.purchase
		h, _ := server(f)
		w := post(h, below+"/pay", changed("date_of_birth", test.typed, "country", test.country, "postal_code", "1"))
		if f.form.Payer.DateOfBirth != test.want {
			t.Errorf("%q of %s is %q, want %q", test.typed, test.country, f.form.Payer.DateOfBirth, test.want)
		}
		if refused := w.Code == http.StatusUnprocessableEntity; refused != (test.says != "") || refused && (!strings.Contains(w.Body.String(), test.says) || !strings.Contains(w.Body.String(), `value="`+test.typed+`"`)) {
			t.Errorf("%q of %s: %d, does not say %q", test.typed, test.country, w.Code, test.says)
		}
	}
}

func TestTheHintIsInTheCountrysOrder(t *testing.T) {
	for country, want := range map[string]string{"SE": "Year, month, day: 1970-07-31", "DE": "Day, month, year: 31.07.1970", "US": "Month, day, year: 07/31/1970"} {
		f := newFake(hpp.PagePay)
		f.visit.Purchase.Country = country
		h, _ := server(f)
		contains(t, get(h, below), want)
	}
}

func TestPastedCodes(t *testing.T) {
	for typed, want := range map[string]string{
		"123456": "123456", "123\u2009456": "123456", "\u202a123456\u202c": "123456", "١٢٣٤٥٦": "123456", "１２３４５６": "123456", "G-123456": "123456",
		"Your code is 123456": "123456", "123\u2011456": "123456",
	} {
		f := newFake(hpp.PageChallenge)
		h, _ := server(f)
		status(t, post(h, below+"/challenge", url.Values{"otp": {typed}}), http.StatusSeeOther)
		if diff := cmp.Diff([]string{"confirm " + want}, f.acts); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
	for _, typed := range []string{"", "\u200b", "12\x003456", "123456\xff", "\x01", "12345", "1234567", "123456 654321", "abcdef", "12345o"} {
		f := newFake(hpp.PageChallenge)
		h, log := server(f)
		status(t, post(h, below+"/challenge", url.Values{"otp": {typed}}), http.StatusUnprocessableEntity)
		if len(f.acts) != 0 || log.Len() != 0 {
			t.Errorf("%q: %v, logged %q", typed, f.acts, log)
		}
	}
}
