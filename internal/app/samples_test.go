package app

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// distribute hands a session's link over by text message and answers the
// status and the body.
func (s *tenant) distribute(session, number, country string) (int, string) {
	s.t.Helper()
	number = string(must(json.Marshal(number)))
	return s.ask(http.MethodPost, "/hpp/v1/sessions/"+session+"/distribution", "application/json",
		`{"method":"sms","contact_information":{"phone":`+number+`,"phone_country":"`+country+`"}}`)
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// The published example of every official client is taken, and kept.
func TestThePlaygroundTakesPublishedNumbers(t *testing.T) {
	s := openTenant(t)
	session := s.session().Session
	for number, country := range map[string]string{
		"07000212345": "SE", "070-002 123 45": "se", "+467000212345": "SE", "+41758680000": "CH", "+36300102692": "HU", "333444555": "PL",
	} {
		if status, body := s.distribute(session, number, country); status != http.StatusCreated {
			t.Errorf("%s of %s: %d %s", number, country, status, body)
		}
	}
	if _, body := s.ask(http.MethodGet, "/playground/inbox?wait=20&to=%2B467000212345", "application/json", ""); !strings.Contains(body, "+467000212345") {
		t.Errorf("the inbox holds %s", body)
	}
	for number, country := range map[string]string{"07000212346": "SE", "07000212345": "DK"} {
		if status, body := s.distribute(session, number, country); status != http.StatusBadRequest || !strings.Contains(body, "CONSTRAINT_VIOLATION") {
			t.Errorf("%s of %s: %d %s", number, country, status, body)
		}
	}
	if status, body := s.distribute(session, "07000212345", "US"); status != http.StatusBadRequest || !strings.Contains(body, "UNSUPPORTED_COUNTRY") {
		t.Errorf("outside the region: %d %s", status, body)
	}
}

func TestInProductionThePlanDecides(t *testing.T) {
	if _, err := (contacts{"eu", samplePhones("production")}).Phone("07000212345", "SE"); err == nil {
		t.Error("a number that nobody has is taken")
	}
}

// With a gateway of one's own, sample numbers cost nothing.
func TestSampleNumbersStayInTheInbox(t *testing.T) {
	kept, sent := &counter{}, &counter{}
	way := sampleGuard{samplePhones(Playground), kept, sent}
	for _, to := range []string{"+467000212345", "+46701740605", "+46701740615"} {
		if err := way.Send(t.Context(), hpp.Invitation{Distribution: hpp.Distribution{To: to}}); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Join(kept.to, " ") != "+467000212345 +46701740615" || strings.Join(sent.to, " ") != "+46701740605" {
		t.Errorf("kept %v, sent %v", kept.to, sent.to)
	}
}

// What a paste brings along, and numbers that share a calling code.
func TestPastedNumbersAreReached(t *testing.T) {
	s := openTenant(t)
	session := s.session().Session
	for number, country := range map[string]string{
		"\u202a+46701740605\u202c": "SE", "\u2066070-1740605\u2069": "SE", "070\u2009174\u200906\u200905": "SE", "070–174‑06 05": "SE", "070/174 06 05": "SE",
		"＋46701740605": "SE", "tel:+46701740605": "SE", "٠٧٠١٧٤٠٦٠٥": "SE",
		"+447797712345": "GB", "07797712345": "JE", "+447781123456": "GG", "07624 123456": "IM", "041 2345678": "AX",
	} {
		if status, body := s.distribute(session, number, country); status != http.StatusCreated {
			t.Errorf("%q of %s: %d %s", number, country, status, body)
		}
	}
}

// counter is a messenger that remembers where messages went.
type counter struct{ to []string }

func (c *counter) Send(_ context.Context, i hpp.Invitation) error {
	c.to = append(c.to, i.Distribution.To)
	return nil
}
