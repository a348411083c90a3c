package cli

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A callback that fails is seen from its first try on: how often, why, and when
// it is tried next; the log says it in words that people read.
func TestWaitingCallbacksAreListed(t *testing.T) {
	w := start(t)
	shop := w.merchant()
	var payment struct {
		ID string `json:"session_id"`
	}
	if _, text := w.call(shop, "POST", paymentSessions, lamp); json.Unmarshal([]byte(text), &payment) != nil {
		t.Fatal(text)
	}
	var session struct {
		ID string `json:"session_id"`
	}
	body := `{"payment_session_url":"` + w.url + paymentSessions + "/" + payment.ID + `","merchant_urls":{"status_update":"http://127.0.0.1:1/callback"}}`
	status, text := w.call(shop, "POST", "/hpp/v1/sessions", body)
	if status != http.StatusCreated || json.Unmarshal([]byte(text), &session) != nil {
		t.Fatal(status, text)
	}
	if status, text := w.call(shop, "DELETE", "/hpp/v1/sessions/"+session.ID, ""); status != http.StatusNoContent {
		t.Fatal(status, text)
	}
	list := func(which Undelivered) (rows []callbackRow) {
		text := w.prints(true, func(o Operator) error { return o.ListCallbacks(t.Context(), which) })
		if err := json.Unmarshal([]byte(text), &rows); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	var rows []callbackRow
	for end := time.Now().Add(5 * time.Second); len(rows) == 0 || rows[0].Tries == 0; {
		if rows = list(Undelivered{Waiting: true, Dead: true}); time.Now().After(end) {
			t.Fatalf("no failed try is listed: %+v", rows)
		}
	}
	row := rows[0]
	if len(rows) != 1 || row.State != "waiting" || row.SessionID != session.ID || row.Reason == "" || row.NextTryAt.IsZero() || !row.DiscardedAt.IsZero() {
		t.Errorf("listed %+v", rows)
	}
	if len(row.Log) == 0 || row.Log[0].Number != 1 || row.Log[0].Result != "refused" || row.lastResult() != "refused" {
		t.Errorf("its tries are %+v", row.Log)
	}
	if rows := list(Undelivered{Dead: true}); len(rows) != 0 {
		t.Errorf("given up already: %+v", rows)
	}
	if said := w.prints(false, func(o Operator) error { return o.ListCallbacks(t.Context(), Undelivered{Waiting: true}) }); !strings.Contains(said, "waiting  "+session.ID) {
		t.Errorf("as a table:\n%s", said)
	}
	lines := w.log.lines(t, "outbox try failed")
	if len(lines) == 0 || lines[0]["level"] != "WARN" {
		t.Fatalf("the log says %v", lines)
	}
	text, ok := lines[0]["again_in"].(string)
	if wait, err := time.ParseDuration(text); !ok || err != nil || wait < time.Second {
		t.Errorf("again_in is %v, want a duration such as 3s", lines[0]["again_in"])
	}
}
