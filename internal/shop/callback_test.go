package shop_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
)

func TestCallbacksAreShown(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	address := "/return/success?purchase=" + v.token
	v.get(address).has(t, "None yet")
	for _, got := range []page{
		v.callback(v.token, "e1", "s1", client.InProgress),
		v.callback(v.token, "e2", "s1", client.Completed),
		v.callback(v.token, "e1", "s1", client.InProgress),
	} {
		if got.Status != http.StatusNoContent {
			t.Errorf("status %d", got.Status)
		}
	}
	v.api.becomes(client.Session{Status: client.Completed, OrderID: "o1"}, client.Order{OrderID: "o1", Status: "CAPTURED"})
	for _, path := range []string{address, "/callbacks"} {
		got := v.get(path)
		got.has(t, "IN_PROGRESS", "COMPLETED", "e1", "e2", "came 1 more time", "10:00:01 UTC")
		if strings.Index(got.Body, "<code>e1<") > strings.Index(got.Body, "<code>e2<") {
			t.Errorf("%s: the events are not in their order", path)
		}
	}
	// Everything expected has come: nothing to reload for.
	v.get(address).lacks(t, refresh)
}

func TestCallbacksThatAreNotBelieved(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	body := `{"event_id":"e1","session":{"session_id":"s1","status":"COMPLETED"}}`
	tests := map[string]struct {
		body   string
		header http.Header
		status int
	}{
		"unsigned":          {body, nil, http.StatusUnauthorized},
		"signed for others": {body, v.signed("e1", "{}"), http.StatusUnauthorized},
		"signed nonsense":   {"nonsense", v.signed("e1", "nonsense"), http.StatusUnauthorized},
		"too long":          {strings.Repeat(" ", 65<<10), nil, http.StatusRequestEntityTooLarge},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := v.send("POST", "/callbacks/"+v.token, test.body, test.header); got.Status != test.status {
				t.Errorf("status %d, want %d", got.Status, test.status)
			}
		})
	}
	v.get("/return/success?purchase="+v.token).has(t, "None yet")
}

// A genuine callback that belongs nowhere is taken, or the server would send
// it for days; it is shown nowhere.
func TestCallbacksOfOtherSessions(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	for _, got := range []page{
		v.callback("unknown", "e1", "s1", client.Completed),
		v.callback(v.token, "e2", "another", client.Completed),
	} {
		if got.Status != http.StatusNoContent {
			t.Errorf("status %d", got.Status)
		}
	}
	v.get("/callbacks").lacks(t, "COMPLETED")
}

func TestCallbacksPageBeforeAnyPurchase(t *testing.T) {
	v := newVisit(t)
	v.get("/callbacks").has(t, "Nobody has gone to pay yet")
	v.api.refuses("POST", http.StatusInternalServerError)
	v.post("/buy", "market=en-SE&mode=NONE")
	v.get("/callbacks").has(t, "Nobody has gone to pay yet")
}

func TestLiveTellsOfChanges(t *testing.T) {
	v := newVisit(t)
	v.buy(client.ModePlaceOrder)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.shop.URL+"/live?purchase="+v.token, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if kind := res.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("content type %q", kind)
	}
	lines := bufio.NewScanner(res.Body)
	next := func() {
		t.Helper()
		for lines.Scan() {
			if lines.Text() == "event: change" {
				return
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
	}
	next()
	v.callback(v.token, "e1", "s1", client.InProgress)
	next()
}
