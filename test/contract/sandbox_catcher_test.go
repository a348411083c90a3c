package contract

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/client"
)

// A shop without a server has its callbacks caught: signed, in order, answered as
// it said, and nobody else's.
func TestCaughtCallbacks(t *testing.T) {
	w := start(t)
	caught, err := w.merchant.ReadCatcher(t.Context())
	if err != nil || !strings.HasPrefix(caught.URL, w.URL+"/sandbox/v1/catch/") {
		t.Fatalf("%+v, %v", caught, err)
	}
	if err := w.merchant.ProgramCatcher(t.Context(), "callbacks", client.CatcherProgram{Answers: []client.CatcherAnswer{{Status: 500}}}); err != nil {
		t.Fatal(err)
	}
	made := w.merchant.Session(t, func(n *client.NewSession) { n.MerchantURLs.StatusUpdate = caught.URL + "/callbacks?a=b" })
	acted, err := w.merchant.Act(t.Context(), made.SessionID, client.Act{Outcome: "approve", Wait: 20})
	if err != nil || len(acted.Deliveries) != 2 || acted.Deliveries[1].State != "DELIVERED" {
		t.Fatalf("%+v, %v", acted, err)
	}
	paid, err := w.merchant.ListCaught(t.Context(), client.CaughtFilter{Name: "callbacks", SessionID: made.SessionID, Status: client.Completed, Wait: 20})
	if err != nil || len(paid.Caught) != 1 {
		t.Fatalf("%+v, %v", paid, err)
	}
	got := paid.Caught[0]
	if got.Signature != "VALID" || got.EventID != acted.Events[1].EventID || got.Answered != 204 || got.Repeat || got.Query != "a=b" || got.Method != http.MethodPost {
		t.Errorf("%+v", got)
	}
	first, err := w.merchant.ListCaught(t.Context(), client.CaughtFilter{Status: client.InProgress})
	if err != nil || len(first.Caught) != 2 || first.Caught[1].Answered != 500 || !first.Caught[0].Repeat || first.Caught[1].Repeat {
		t.Errorf("the first one and its retry: %+v, %v", first.Caught, err)
	}
	page, err := w.merchant.ListCaught(t.Context(), client.CaughtFilter{Limit: 2})
	rest, restErr := w.merchant.ListCaught(t.Context(), client.CaughtFilter{Limit: 2, Cursor: page.Next})
	if err != nil || restErr != nil || len(page.Caught) != 2 || len(rest.Caught) != 1 || rest.Next != "" {
		t.Errorf("%v %v: %d, then %d", err, restErr, len(page.Caught), len(rest.Caught))
	}
	other := w.Merchant("Other")
	if theirs, err := other.ListCaught(t.Context(), client.CaughtFilter{}); err != nil || len(theirs.Caught) != 0 {
		t.Errorf("another merchant's: %+v, %v", theirs, err)
	}
	if err := w.merchant.ForgetCaught(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if left, err := w.merchant.ListCaught(t.Context(), client.CaughtFilter{}); err != nil || len(left.Caught) != 0 {
		t.Errorf("left %+v, %v", left, err)
	}
}

// Anybody may send anything to an address that a merchant gave away: it is kept
// for that merchant, marked as not signed, and answered as programmed.
func TestAnythingIsCaught(t *testing.T) {
	w := start(t)
	caught, err := w.merchant.ReadCatcher(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, path, body string
		header             []string
		status             int
	}{
		{"POST", caught.URL + "/any", strings.Repeat("x", 70<<10), nil, 204},
		{"GET", caught.URL + "/any", "", nil, 204},
		{"DELETE", caught.URL + "/any", "\xff", []string{"Webhook-Id: e", "Webhook-Timestamp: 1", "Webhook-Signature: v1,AAAA"}, 204},
		{"POST", caught.URL + "/a%2Fb", "", nil, 404},
		{"POST", caught.URL + "x/any", "", nil, 404},
		{"POST", w.URL + "/sandbox/v1/catch/none/any", "", nil, 404},
	} {
		if got := w.ask(nil, c.method, c.path, c.body, c.header...); got.status != c.status {
			t.Errorf("%s %s: %d %s", c.method, c.path, got.status, got.body)
		}
	}
	list, err := w.merchant.ListCaught(t.Context(), client.CaughtFilter{})
	if err != nil || len(list.Caught) != 3 {
		t.Fatalf("%d, %v", len(list.Caught), err)
	}
	if c := list.Caught[0]; c.Signature != "WRONG" || c.BodyBase64 != "/w==" || c.Body != "" {
		t.Errorf("%+v", c)
	}
	if c := list.Caught[1]; c.Method != http.MethodGet || c.Signature != "NONE" {
		t.Errorf("%+v", c)
	}
	if c := list.Caught[2]; len(c.Body) != 64<<10 {
		t.Errorf("%d bytes are kept", len(c.Body))
	}
	for path, word := range map[string]string{
		"/sandbox/v1/caught?wait=31": "wait", "/sandbox/v1/caught?nam=x": "did you mean name", "/sandbox/v1/caught?limit=0": "limit", "/sandbox/v1/caught?cursor=x": "cursor",
	} {
		if got := w.ask(w.merchant, "GET", path, ""); got.status != http.StatusBadRequest || !strings.Contains(got.body, word) {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	bad := w.ask(w.merchant, "PUT", "/sandbox/v1/catchers/any", `{"answers":[{"status":99,"delay_ms":30001}],"than":{}}`)
	if bad.status != http.StatusBadRequest || !strings.Contains(bad.body, "did you mean then") {
		t.Errorf("%d %s", bad.status, bad.body)
	}
	bad = w.ask(w.merchant, "PUT", "/sandbox/v1/catchers/a%20b", `{"answers":[{"status":99,"delay_ms":30001}],"then":{"status":1}}`)
	for _, field := range []string{"name", "answers[0].status", "answers[0].delay_ms", "then.status"} {
		if !strings.Contains(bad.body, field) {
			t.Errorf("no %s in %s", field, bad.body)
		}
	}
}
