package contract

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// tenant makes a merchant that lives for the test.
func (w *world) tenant(t *testing.T, name, life string) *harness.Merchant {
	t.Helper()
	made, err := w.merchant.MakeTenant(t.Context(), name, life)
	if err != nil {
		t.Fatal(err)
	}
	return &harness.Merchant{
		Client: &client.Client{BaseURL: w.URL, Username: made.Username, Password: made.Password}, ID: made.MerchantID, WebhookSecret: made.SigningSecret,
	}
}

// A tenant is a merchant like any other, until its end or its removal.
func TestTenantsComeAndGo(t *testing.T) {
	w := start(t)
	short, long := w.tenant(t, "short", "PT1S"), w.tenant(t, "long", "")
	made := long.Session(t, nil)
	if acted, err := long.Act(t.Context(), made.SessionID, client.Act{Outcome: "approve"}); err != nil || acted.Session.Status != client.Completed {
		t.Errorf("%+v, %v", acted, err)
	}
	refused := func(m *harness.Merchant) func() bool {
		return func() bool { return w.ask(m, "GET", "/sandbox/v1/caught", "").status == http.StatusUnauthorized }
	}
	harness.Eventually(t, time.Minute, "its credentials end with it", refused(short))
	harness.Eventually(t, time.Minute, "it is gone", func() bool {
		left, err := w.merchant.ListTenants(t.Context())
		return err == nil && len(left) == 1 && left[0].MerchantID == long.ID && left[0].Name == "long"
	})
	if strings.Contains(string(w.Command("merchant", "list")), "short") {
		t.Error("its merchant is still there")
	}
	if _, err := long.MakeTenant(t.Context(), "nested", ""); !client.IsCode(err, "NOT_ALLOWED") {
		t.Errorf("a tenant's tenant: %v", err)
	}
	other := w.Merchant("Other")
	if err := other.RemoveTenant(t.Context(), long.ID); !client.IsCode(err, "NOT_FOUND") {
		t.Errorf("removed by another: %v", err)
	}
	if err := w.merchant.RemoveTenant(t.Context(), long.ID); err != nil {
		t.Fatal(err)
	}
	harness.Eventually(t, time.Minute, "its credentials are refused", refused(long))
	if page := w.ask(nil, "GET", made.RedirectURL, ""); page.status != http.StatusNotFound {
		t.Errorf("its page answers %d", page.status)
	}
	for body, word := range map[string]string{`{"name":""}`: "name", `{"name":"a","expires_in":"P8D"}`: "P7D", `{"name":"a","life":"PT1H"}`: "life"} {
		if got := w.ask(w.merchant, "POST", "/sandbox/v1/tenants", body); got.status != http.StatusBadRequest || !strings.Contains(got.body, word) {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
	}
}

// resets is how many sessions a reset removes; OPENHPP_TEST_RESET asks for more.
func resets(t *testing.T) int {
	t.Helper()
	count, err := strconv.Atoi("0" + os.Getenv("OPENHPP_TEST_RESET"))
	if err != nil {
		t.Fatal(err)
	}
	return max(count, 200)
}

// A reset leaves the merchant as it was made, but for what is kept, and nobody
// else's anything.
func TestReset(t *testing.T) {
	w := start(t)
	other := w.Merchant("Other")
	theirs := other.Session(t, nil)
	caught, err := w.merchant.ReadCatcher(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	count := resets(t)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := worker; i < count; i += 8 {
				made := w.merchant.Session(t, func(n *client.NewSession) {
					n.MerchantURLs.StatusUpdate = caught.URL + "/callbacks"
					n.Options = &client.SessionOptions{PlaceOrderMode: client.ModeCaptureOrder}
				})
				if i%10 != 0 {
					continue
				}
				if _, err := w.merchant.Act(t.Context(), made.SessionID, client.Act{Outcome: "approve"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	w.message()
	w.ask(w.merchant, "PUT", "/openhpp/v1/profiles/till", "{}")
	began := time.Now()
	if err := w.merchant.Reset(t.Context(), "profiles"); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d sessions were removed in %s", count, time.Since(began))
	for path, want := range map[string]string{
		"/openhpp/v1/sessions": `{"sessions":[]}`, "/playground/inbox": `{"messages":[]}`, "/sandbox/v1/caught": `{"caught":[]}`,
	} {
		if got := w.ask(w.merchant, "GET", path, ""); got.body != want {
			t.Errorf("%s: %.300s", path, got.body)
		}
	}
	for path, want := range map[string]int{"/hpp/v1/sessions/" + w.session.SessionID: 404, "/payments/v1/sessions/" + w.payment: 404, "/openhpp/v1/profiles/till": 200} {
		if got := w.ask(w.merchant, "GET", path, ""); got.status != want {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if _, err := other.ReadSession(t.Context(), theirs.SessionID); err != nil {
		t.Errorf("another merchant's session: %v", err)
	}
	if made := w.merchant.Session(t, nil); made.SessionID == "" {
		t.Error("nothing can be made any more")
	}
	if err := w.merchant.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.ask(w.merchant, "GET", "/openhpp/v1/profiles/till", ""); got.status != http.StatusNotFound {
		t.Errorf("the profile is kept: %d", got.status)
	}
	w.Stop()
	w.Command("fsck")
}

// Tenants that work side by side never meet: no list, inbox, callback or catcher
// shows another's.
func TestTenantsSideBySide(t *testing.T) {
	w := start(t)
	purchases := 100
	if testing.Short() {
		purchases = 20
	}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			m := w.tenant(t, "worker-"+strconv.Itoa(n), "")
			outcome := []string{"approve", "decline", "fail", "back"}[n%4]
			made := w.purchases(t, m, purchases, client.Act{Outcome: outcome})
			w.checkOwn(t, m, made)
		})
	}
	wg.Wait()
}

// purchases makes sessions whose callbacks are caught, a message of each tenth, and
// acts on all.
func (w *world) purchases(t *testing.T, m *harness.Merchant, count int, act client.Act) (made []string) {
	t.Helper()
	caught, err := m.ReadCatcher(t.Context())
	if err != nil {
		t.Error(err)
		return nil
	}
	for i := range count {
		s := m.Session(t, func(n *client.NewSession) {
			n.MerchantURLs = client.MerchantURLs{Back: "https://shop.test/back", StatusUpdate: caught.URL + "/callbacks"}
			n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder}
		})
		made = append(made, s.SessionID)
		if i%10 == 0 {
			if err := m.Distribute(t.Context(), s.SessionID, client.Distribution{Email: fmt.Sprintf("kim%d@shop.test", i)}); err != nil {
				t.Error(err)
			}
		}
		if _, err := m.Act(t.Context(), s.SessionID, act); err != nil {
			t.Error(err)
		}
	}
	return made
}

// checkOwn holds that a tenant sees each of its own things, and no other.
func (w *world) checkOwn(t *testing.T, m *harness.Merchant, made []string) {
	t.Helper()
	var events []client.Caught
	harness.Eventually(t, time.Minute, "both callbacks of each session are caught", func() bool {
		events = nil
		for cursor := ""; ; {
			page, err := m.ListCaught(t.Context(), client.CaughtFilter{Limit: 100, Cursor: cursor})
			if err != nil {
				t.Error(err)
				return true
			}
			events = append(events, page.Caught...)
			if cursor = page.Next; cursor == "" {
				return len(events) >= 2*len(made)
			}
		}
	})
	for _, e := range events {
		if !slices.Contains(made, e.SessionID) || e.Signature != "VALID" {
			t.Errorf("%s caught %s of %s, %s", m.ID, e.EventID, e.SessionID, e.Signature)
		}
	}
	inbox := w.ask(m, "GET", "/playground/inbox", "").body
	if got, want := strings.Count(inbox, `"message_id"`), (len(made)+9)/10; got > want {
		t.Errorf("%d messages, want at most %d", got, want)
	}
	listed := 0
	for _, id := range regexpSessionID.FindAllStringSubmatch(w.ask(m, "GET", "/openhpp/v1/sessions?limit=100", "").body+inbox, -1) {
		if listed++; !slices.Contains(made, id[1]) {
			t.Errorf("%s sees the session %s", m.ID, id[1])
		}
	}
	if listed < len(made) {
		t.Errorf("%s sees %d of %d", m.ID, listed, len(made))
	}
}
