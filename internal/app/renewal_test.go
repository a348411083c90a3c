package app

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
)

// expire closes a session as the job does that waits for its end.
func (s *tenant) expire(id string) {
	s.t.Helper()
	_, err := s.app.sessions.Store.Update(s.t.Context(), hpp.SessionID(id), func(session *hpp.Session) (hpp.Change, error) {
		session.Expired = true
		return hpp.Change{}, nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// renewable is a session that has expired and offers a new link.
func (s *tenant) renewable(mode, callbacks string) links {
	s.t.Helper()
	var payment struct {
		ID string `json:"session_id"`
	}
	s.call(http.MethodPost, "/payments/v1/sessions", "{"+cart+"}", &payment)
	var made links
	s.call(http.MethodPost, "/hpp/v1/sessions", fmt.Sprintf(`{"payment_session_url":"%s/payments/v1/sessions/%s","options":{"renewal":"%s"},
		"merchant_urls":{"status_update":"%s"}}`, s.url, payment.ID, mode, callbacks), &made)
	s.expire(made.Session)
	return made
}

// A payer without scripts asks the shop for a new link; the shop hears of it once,
// in a signed callback, answers by one call, and the old link pays again.
func TestANewLinkIsAskedForAndGiven(t *testing.T) {
	s := openTenant(t)
	events := make(chan client.Callback, 10)
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		event, err := client.VerifyCallback(s.login.WebhookSecret, r.Header, body, time.Now())
		if err != nil {
			t.Error(err)
		}
		events <- event
	}))
	defer shop.Close()
	made := s.renewable("ASK", shop.URL)
	b := newBrowser(t)
	if page := b.open(made.Page); !strings.Contains(page, `data-testid="renew"`) {
		t.Fatalf("no button: %s", page)
	}
	first := b.page
	for range 3 {
		b.page = first // the page that was open all the while
		if page := b.send(made.Page+"/renew", nil); strings.Contains(page, `data-testid="renew"`) || !strings.Contains(page, "has been told") {
			t.Errorf("after the press: %s", page)
		}
	}
	select {
	case event := <-events:
		if event.EventType != client.EventRenewalRequested || event.Session.SessionID != made.Session {
			t.Errorf("told %+v", event)
		}
	case <-time.After(time.Minute):
		t.Fatal("nothing was told")
	}
	api := client.Client{BaseURL: s.url, Username: s.login.Username, Password: s.login.Password}
	renewed, err := api.RenewSession(t.Context(), made.Session, "", client.WithIdempotencyKey("again"))
	if err != nil || renewed.Renews != made.Session {
		t.Fatalf("%+v, %v", renewed, err)
	}
	if again, err := api.RenewSession(t.Context(), made.Session, ""); err != nil || again != renewed {
		t.Errorf("asked again: %+v, %v", again, err)
	}
	b.open(made.Page)
	if b.at != renewed.RedirectURL || !strings.Contains(b.page, `data-testid="pay"`) {
		t.Errorf("the old link leads to %s", b.at)
	}
	b.send(renewed.RedirectURL+"/pay", typed("alice@shop.example"))
	b.send(renewed.RedirectURL+"/challenge", map[string]string{"otp": "123456"})
	for deadline := time.After(time.Minute); ; {
		select {
		case event := <-events:
			if event.EventType != "" || event.Session.SessionID != renewed.SessionID {
				t.Errorf("one press, one event, but: %+v", event)
			}
			if event.Session.Status == client.Completed {
				return
			}
		case <-deadline:
			t.Fatal("the new session was not paid")
		}
	}
}

// Where the merchant lets it, the press itself leads to a page that pays.
func TestASessionRenewsItselfAtAPress(t *testing.T) {
	s := openTenant(t)
	made := s.renewable("AUTOMATIC", "https://shop.example/callbacks")
	b := newBrowser(t)
	b.open(made.Page)
	b.send(made.Page+"/renew", nil)
	if b.at == made.Page || !strings.Contains(b.page, `data-testid="pay"`) {
		t.Fatalf("at %s: %s", b.at, b.page)
	}
	var session struct {
		RenewedBy string `json:"renewed_by"`
		Reference string `json:"reference"`
	}
	s.call(http.MethodGet, "/openhpp/v1/sessions/"+made.Session, "", &session)
	var next struct {
		Renews    string `json:"renews"`
		Reference string `json:"reference"`
		Expired   bool   `json:"expired"`
	}
	s.call(http.MethodGet, "/openhpp/v1/sessions/"+session.RenewedBy, "", &next)
	if next.Renews != made.Session || next.Reference != session.Reference || next.Expired {
		t.Errorf("%+v takes the place of %+v", next, session)
	}
	report, err := Fsck(t.Context(), s.app.config.Database, fsck.Check{Found: func(f fsck.Finding) { t.Errorf("fsck finds %+v", f) }})
	if err != nil || !report.Passed() {
		t.Errorf("fsck: %v", err)
	}
}

// A network that asks for many links has to wait.
func TestTooManyRequestsForNewLinks(t *testing.T) {
	s := openTenant(t)
	made := s.renewable("ASK", "https://shop.example/callbacks")
	b := newBrowser(t)
	first := b.open(made.Page)
	for range 10 {
		b.page = first
		b.send(made.Page+"/renew", nil)
	}
	b.page = first
	if b.send(made.Page+"/renew", nil); b.status != http.StatusTooManyRequests {
		t.Errorf("the eleventh: %d", b.status)
	}
}
