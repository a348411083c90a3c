package commands

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// What a shop answered is shown, and a delivery that it refused is sent again.
func TestDeliveries(t *testing.T) {
	t.Parallel()
	env := playground(t)
	var calls atomic.Int64
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte("not today"))
		}
	}))
	t.Cleanup(shop.Close)
	session := works(t, env, "sessions", "create", "-q", "--status-update", shop.URL)
	works(t, env, "sessions", "act", session, "disable", "--wait", "1")
	id := works(t, env, "deliveries", "list", "-q", "--session", session)
	if shown := works(t, env, "deliveries", "show", id); !strings.Contains(shown, "status 500") || !strings.Contains(shown, "not today") || !strings.Contains(shown, "session.disabled") {
		t.Errorf("shown:\n%s", shown)
	}
	works(t, env, "deliveries", "retry", id)
	for state := ""; state != "DELIVERED"; {
		state = text(t, document(t, env, "deliveries", "show", id), "state")
	}
	if list := works(t, env, "deliveries", "list", "--state", "DELIVERED", "--type", "session.disabled"); strings.Count(list, "\n") != 1 || !strings.Contains(list, id) {
		t.Errorf("listed:\n%s", list)
	}
	if got := works(t, env, "deliveries", "list", "-q", "--state", "GIVEN_UP"); got != "" {
		t.Errorf("given up: %q", got)
	}
	if got := call(t, env, "deliveries", "show", "nothing.status_update"); got.status != 3 {
		t.Errorf("an unknown one: %+v", got)
	}
}
