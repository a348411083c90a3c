package replicas

import (
	"net/http"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/store/pgtest"
	"github.com/openhpp/openhpp/test/harness"
)

// While the database's disk is full, balancers and callers are told so, what
// only reads goes on, and with room everything does.
func TestTheDiskIsFull(t *testing.T) {
	database := pgtest.New(t, true)
	address := database.Create(t, "template1")
	server := harness.StartOn(t, harness.StoredAt(t, address))
	merchant := server.Merchant("Lamps & Co")
	made := merchant.Session(t, nil)
	run := func(statements string) {
		t.Helper()
		if err := database.Run(t.Context(), pgtest.Name(t, address), statements); err != nil {
			t.Fatal(err)
		}
	}
	run(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
		CREATE TRIGGER full_disk BEFORE INSERT ON playground_sessions EXECUTE FUNCTION full_disk()`)
	payment := map[string]any{"purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE", "order_amount": 100, "order_lines": []any{
		map[string]any{"name": "Lamp", "quantity": 1, "unit_price": 100, "total_amount": 100},
	}}
	refused := merchant.Call(t, http.MethodPost, "/payments/v1/sessions", payment)
	if refused.Status != http.StatusServiceUnavailable || refused.Header.Get("Retry-After") == "" {
		t.Errorf("a write: %d, again after %q, %s", refused.Status, refused.Header.Get("Retry-After"), refused.Text)
	}
	harness.Eventually(t, time.Minute, "the server is not ready", func() bool { // what it knew holds for a second
		return merchant.Call(t, http.MethodGet, "/readyz", nil).Status == http.StatusServiceUnavailable
	})
	merchant.Must(t, http.StatusOK, http.MethodGet, "/hpp/v1/sessions/"+made.SessionID, nil)
	run(`DROP FUNCTION full_disk CASCADE`)
	harness.Eventually(t, time.Minute, "the server is ready again", func() bool {
		return merchant.Call(t, http.MethodGet, "/readyz", nil).Status == http.StatusOK
	})
	merchant.Must(t, http.StatusOK, http.MethodPost, "/payments/v1/sessions", payment)
}
