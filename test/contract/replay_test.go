package contract

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// A shop that answers 410 is told no more; what it missed is kept, shown with
// its reason, and delivered in order when the operator says so.
func TestReplay(t *testing.T) {
	w := start(t)
	receiver := harness.NewReceiver(t, w.merchant)
	var gone atomic.Bool
	gone.Store(true)
	receiver.Refuse = func(rw http.ResponseWriter, _ *http.Request) bool {
		if gone.Load() {
			rw.WriteHeader(http.StatusGone)
		}
		return gone.Load()
	}
	made := w.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{StatusUpdate: receiver.URL + "/callback"}
	})
	if _, err := harness.NewPayer().Pay(t.Context(), made.RedirectURL, "alice@example.com"); err != nil {
		t.Fatal(err)
	}
	var missed []struct {
		SessionID string `json:"session_id"`
		Tries     int    `json:"tries"`
		Reason    string `json:"reason"`
	}
	harness.Eventually(t, time.Minute, "two callbacks are given up", func() bool {
		if err := json.Unmarshal(w.Command("callback", "list", "--dead", "--json"), &missed); err != nil {
			t.Fatal(err)
		}
		return len(missed) == 2
	})
	for _, m := range missed {
		if m.SessionID != made.SessionID || m.Tries != 1 || !strings.Contains(m.Reason, "410") {
			t.Errorf("given up: %+v", m)
		}
	}
	gone.Store(false)
	if said := string(w.Command("callback", "replay", "--session", made.SessionID)); !strings.HasPrefix(said, "2 ") {
		t.Errorf("replay said %q", said)
	}
	receiver.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
	if said := string(w.Command("callback", "replay")); !strings.HasPrefix(said, "0 ") {
		t.Errorf("replay again said %q", said)
	}
}
