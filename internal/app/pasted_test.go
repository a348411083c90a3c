package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

var revisionField = regexp.MustCompile(`name="revision" value="([^"]+)"`)

// press posts a form of a session's page, as a payer filled it in.
func (s *tenant) press(made links, form string, fields url.Values) (int, string) {
	s.t.Helper()
	_, page := s.ask(http.MethodGet, made.Page, "", "")
	body := url.Values{
		"page_key": {keyField.FindStringSubmatch(page)[1]}, "payment_method_category": {"pay_later"},
		"email": {"kim@shop.example"}, "given_name": {"Alice"}, "family_name": {"Test"}, "phone": {"+46701740615"}, "date_of_birth": {"1941-03-21"},
		"street_address": {"Södra Blasieholmshamnen 2"}, "postal_code": {"111 48"}, "city": {"Stockholm"}, "country": {"SE"},
	}
	if revision := revisionField.FindStringSubmatch(page); revision != nil {
		body.Set("revision", revision[1])
	}
	for name, values := range fields {
		body[name] = values
	}
	return s.ask(http.MethodPost, made.Page+form, "application/x-www-form-urlencoded", body.Encode())
}

func (s *tenant) status(made links) hpp.Status {
	s.t.Helper()
	session, err := s.app.db.sessions.Find(s.t.Context(), hpp.SessionID(made.Session))
	if err != nil {
		s.t.Fatal(err)
	}
	return session.Status
}

// Whatever bytes a payer sends in a field are a fault of that field. The
// session stays open, and is paid as soon as the form is right.
func TestNoByteAPayerTypesEndsTheSession(t *testing.T) {
	s := openTenant(t)
	made := s.session()
	fields := []string{
		"email", "phone", "given_name", "family_name", "date_of_birth", "street_address", "street_address2", "postal_code", "city", "region", "country",
		"payment_method_category", "revision", "delivery",
	}
	for _, sign := range []string{"\x00", "\x01", "\x1b", "\x7f", "\u0080", "\u009f", "\xff"} {
		for _, field := range fields {
			status, page := s.press(made, "/pay", url.Values{field: {"A" + sign + "b"}})
			if status != http.StatusUnprocessableEntity || !strings.Contains(page, `role="alert"`) {
				t.Errorf("%q in %s: %d", sign, field, status)
			}
		}
	}
	if now := s.status(made); now != hpp.InProgress {
		t.Fatalf("the session is %s", now)
	}
	if status, page := s.press(made, "/pay", url.Values{
		"given_name": {"\u202dAl\u200bice\u202c"}, "family_name": {"O´Brien"}, "phone": {"\u2066070–174\u200906/15\u2069"}, "date_of_birth": {"21.03.1941"},
		"postal_code": {"SE-１１１４８"}, "city": {"Stock\u00adholm"}, "email": {"\ufeffkim@shop.example"}, "street_address": {"Gatan\t2"},
	}); !strings.Contains(page, `name="otp"`) {
		t.Fatalf("a pasted form: %d %s", status, page)
	}
	for _, code := range []string{"123456\x00", "\x01", "\xff", "12345", "123456 654321"} {
		if status, page := s.press(made, "/challenge", url.Values{"otp": {code}}); status >= 500 || !strings.Contains(page, `name="otp"`) || s.status(made) != hpp.InProgress {
			t.Fatalf("code %q: %d, the session is %s", code, status, s.status(made))
		}
	}
	if _, page := s.press(made, "/challenge", url.Values{"otp": {"Your code is \u202a١٢٣ ٤٥٦\u202c"}}); s.status(made) != hpp.Completed {
		t.Errorf("the code with its words: the session is %s: %s", s.status(made), page)
	}
}

// The till's form takes what is pasted, and answers what nobody can read with a
// fault of the form.
func TestTheTillsFormIsCleanedToo(t *testing.T) {
	s := openTenant(t)
	made := s.session()
	send := func(fields url.Values) (int, string) {
		_, till := s.ask(http.MethodGet, made.Module.URL, "", "")
		before, _, _ := strings.Cut(made.Module.URL, "?")
		fields.Set("page_key", keyField.FindStringSubmatch(till)[1])
		return s.ask(http.MethodPost, before+"/send", "application/x-www-form-urlencoded", fields.Encode())
	}
	for _, sign := range []string{"\x00", "\x1b", "\u0085\x01", "\xff"} {
		for name, fields := range map[string]url.Values{
			"email":         {"method": {"email"}, "email": {"kim" + sign + "@shop.example"}},
			"phone":         {"method": {"sms"}, "phone": {"070" + sign + "1740605"}, "phone_country": {"SE"}},
			"phone_country": {"method": {"sms"}, "phone": {"0701740605"}, "phone_country": {"S" + sign}},
			"access_id":     {"method": {"token"}, "access_id": {"4675" + sign}},
			"method":        {"method": {"sms" + sign}},
		} {
			if status, _ := send(fields); status != http.StatusUnprocessableEntity && status != http.StatusNotFound {
				t.Errorf("%q in %s: %d", sign, name, status)
			}
		}
	}
	for _, fields := range []url.Values{
		{"method": {"email"}, "email": {"\u202akim@shop.example\u202c\n"}},
		{"method": {"sms"}, "phone": {"\u2066tel:070/174–06\u200905\u2069"}, "phone_country": {"se\u200b"}},
	} {
		if status, page := send(fields); status != http.StatusOK || strings.Contains(page, `role="alert"`) {
			t.Errorf("%v: %d", fields, status)
		}
	}
}
