package replicas

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/test/harness"
)

// Without its database a server says so, to balancers and to callers, with a
// time to come back; once the database is back, so is the server.
func TestTheDatabaseIsGone(t *testing.T) {
	database := pgtest.New(t, true)
	server := harness.StartOn(t, harness.StoredOn(t, database))
	merchant := server.Merchant("Lamps & Co")
	made := merchant.Session(t, nil)
	if err := database.Stop(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	harness.Eventually(t, time.Minute, "the server is not ready", func() bool { // what it knew holds for a second
		return merchant.Call(t, http.MethodGet, "/readyz", nil).Status == http.StatusServiceUnavailable
	})
	if live := merchant.Call(t, http.MethodGet, "/livez", nil); live.Status != http.StatusOK {
		t.Errorf("alive: %d", live.Status)
	}
	for name, path := range map[string]string{
		"read": "/hpp/v1/sessions/" + made.SessionID, "report": "/openhpp/v1/sessions/" + made.SessionID + "/distributions", "profiles": "/openhpp/v1/profiles",
	} {
		answer := merchant.Call(t, http.MethodGet, path, nil)
		if answer.Status != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" || answer.Body["error_code"] != "TEMPORARILY_UNAVAILABLE" {
			t.Errorf("%s: %d, again after %q, %s", name, answer.Status, answer.Header.Get("Retry-After"), answer.Text)
		}
		if text := string(answer.Text); strings.Contains(text, "postgres") || strings.Contains(text, "127.0.0.1") {
			t.Errorf("%s gives its inside away: %s", name, text)
		}
	}
	if page, err := harness.NewPayer().Open(t.Context(), made.RedirectURL); err != nil || page.Status != http.StatusServiceUnavailable {
		t.Errorf("the page: %d, %v", page.Status, err)
	}
	if err := database.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	harness.Eventually(t, time.Minute, "the server is ready again", func() bool {
		return merchant.Call(t, http.MethodGet, "/readyz", nil).Status == http.StatusOK
	})
	if page, err := harness.NewPayer().Pay(t.Context(), made.RedirectURL, "alice@example.com"); err != nil || page.Outcome != "completed" {
		t.Errorf("outcome %q, %v", page.Outcome, err)
	}
}

// A server that cannot use its database ends at the start with one line that
// says what is wrong, and never the password.
func TestDatabasesThatCannotBe(t *testing.T) {
	database := pgtest.New(t, true)
	good := database.Create(t, "template1")
	if err := database.Run(t.Context(), "postgres", "CREATE ROLE reader LOGIN"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ address, says string }{
		"no server":   {"postgres://u:hush@127.0.0.1:1/openhpp", "127.0.0.1:1"},
		"no database": {strings.Replace(good, pgtest.Name(t, good), "nowhere", 1), "nowhere"},
		"no rights":   {strings.Replace(good, pgtest.Superuser+"@", "reader@", 1), "reader"},
		"no sense":    {"postgres://u:hush@127.0.0.1:nonsense/x", "OPENHPP_DATABASE"},
	} {
		out, err := harness.Run(t, []string{"OPENHPP_DATABASE=" + c.address, "OPENHPP_SECRET=" + strings.Repeat("s", 32), "OPENHPP_LISTEN=127.0.0.1:0", "OPENHPP_OPS_LISTEN=127.0.0.1:0"}, "serve")
		if err == nil || !strings.Contains(out, c.says) || strings.Contains(out, "hush") || strings.Contains(strings.TrimSpace(out), "\n") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}
