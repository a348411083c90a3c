package contract

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/test/harness"
)

// everyAct is each outcome with what it needs.
var everyAct = []client.Act{
	{Outcome: "touch"}, {Outcome: "approve"}, {Outcome: "approve_pending"}, {Outcome: "challenge"}, {Outcome: "code", Value: "123456"},
	{Outcome: "decline", Reason: "customer_not_fulfilling_previous_engagements"}, {Outcome: "withdraw"}, {Outcome: "back"}, {Outcome: "cancel"},
	{Outcome: "fail"}, {Outcome: "stall"}, {Outcome: "resolve"}, {Outcome: "disable"}, {Outcome: "complete_elsewhere"},
	{Outcome: "cancel_elsewhere"}, {Outcome: "expire"},
}

// situations are where a session may stand, how it comes there, and which
// outcomes are legal then.
var situations = []struct {
	name  string
	steps []client.Act
	legal string
}{
	{"waiting", nil, "touch approve approve_pending challenge decline withdraw back fail stall disable complete_elsewhere cancel_elsewhere expire"},
	{"in progress", acts("touch"), "approve approve_pending challenge decline withdraw back fail stall disable complete_elsewhere cancel_elsewhere expire"},
	{"challenged", acts("challenge"), "approve approve_pending challenge code decline withdraw back fail stall disable complete_elsewhere cancel_elsewhere expire"},
	{"stalled", acts("stall"), "resolve disable"},
	{"failed", acts("decline"), "touch approve approve_pending challenge decline withdraw back fail stall disable complete_elsewhere cancel_elsewhere expire"},
	{"back", acts("back"), "touch approve approve_pending challenge decline withdraw back fail stall disable complete_elsewhere cancel_elsewhere expire"},
	{"error", acts("fail"), "touch approve approve_pending challenge decline withdraw back fail stall disable complete_elsewhere cancel_elsewhere expire"},
	{"completed", acts("approve"), ""},
	{"cancelled", acts("cancel_elsewhere"), ""},
	{"disabled", acts("disable"), ""},
	{"over", acts("touch", "expire"), ""},
}

func acts(outcomes ...string) []client.Act {
	all := make([]client.Act, len(outcomes))
	for i, outcome := range outcomes {
		all[i].Outcome = outcome
	}
	return all
}

// reaches is the status and the page of each outcome.
var reaches = map[string]struct {
	status client.Status
	page   string
}{
	"touch": {client.InProgress, "pay"}, "approve": {client.Completed, "completed"}, "approve_pending": {client.Completed, "completed"},
	"challenge": {client.InProgress, "challenge"}, "code": {client.Completed, "completed"}, "decline": {client.Failed, "failed"},
	"withdraw": {client.InProgress, "pay"}, "back": {client.Back, "pay"}, "cancel": {client.Cancelled, "cancelled"},
	"fail": {client.Errored, "error"}, "stall": {client.InProgress, "checking"}, "resolve": {client.Completed, "completed"},
	"disable": {client.Disabled, "disabled"}, "complete_elsewhere": {client.Completed, "completed"},
	"cancel_elsewhere": {client.Cancelled, "cancelled"}, "expire": {"", "expired"},
}

// actor is a merchant whose sessions are acted on, and who is told.
type actor struct {
	*world
	receiver *harness.Receiver
}

func newActor(t *testing.T, w *world) *actor {
	t.Helper()
	return &actor{w, harness.NewReceiver(t, w.merchant)}
}

// session makes one that stands where the steps lead.
func (a *actor) session(t *testing.T, steps []client.Act, change func(*client.NewSession)) client.CreatedSession {
	t.Helper()
	made := a.merchant.Session(t, func(n *client.NewSession) {
		n.MerchantURLs = client.MerchantURLs{
			Success: "https://shop.test/ok?o={{order_id}}", Back: "https://shop.test/back", Failure: "https://shop.test/failed?s={{session_id}}",
			StatusUpdate: a.receiver.URL + "/callback",
		}
		n.Options = &client.SessionOptions{PlaceOrderMode: client.ModePlaceOrder}
		if change != nil {
			change(n)
		}
	})
	for _, step := range steps {
		if _, err := a.merchant.Act(t.Context(), made.SessionID, step); err != nil {
			t.Fatalf("%s: %v", step.Outcome, err)
		}
	}
	return made
}

// seen is everything that tells how a session stands.
func (a *actor) seen(t *testing.T, made client.CreatedSession) string {
	t.Helper()
	read := a.ask(a.merchant, http.MethodGet, "/hpp/v1/sessions/"+made.SessionID, "")
	page, err := harness.NewPayer().Open(t.Context(), made.RedirectURL)
	if err != nil {
		t.Fatal(err)
	}
	return correlation.ReplaceAllString(read.body, "") + " " + page.Outcome + page.Asks
}

// Each outcome from each situation: what is legal is done, and read, page and
// callbacks agree; what is not is refused with exactly what is, and changes
// nothing.
func TestEveryOutcomeFromEverySituation(t *testing.T) {
	a := newActor(t, start(t))
	for _, from := range situations {
		for _, act := range everyAct {
			t.Run(from.name+", "+act.Outcome, func(t *testing.T) {
				t.Parallel()
				made := a.session(t, from.steps, nil)
				legal := strings.Fields(from.legal)
				if slices.Contains(legal, act.Outcome) {
					a.checkDone(t, made, act)
					return
				}
				before := a.seen(t, made)
				_, err := a.merchant.Act(t.Context(), made.SessionID, act)
				refused, ok := errors.AsType[*client.Error](err)
				if !ok || refused.Status != http.StatusConflict || refused.Code != "NOT_ALLOWED" || refused.CorrelationID == "" {
					t.Fatalf("answered %v", err)
				}
				if diff := cmp.Diff(legal, refused.Allowed, cmp.Comparer(func(a, b []string) bool { return slices.Equal(a, b) })); diff != "" {
					t.Errorf("legal (-want +got):\n%s", diff)
				}
				if after := a.seen(t, made); after != before {
					t.Errorf("it changed something: %s\nbefore: %s", after, before)
				}
			})
		}
	}
}

// checkDone acts, and holds everything that tells of it against what it should.
func (a *actor) checkDone(t *testing.T, made client.CreatedSession, act client.Act) {
	t.Helper()
	act.Wait = 20
	acted, err := a.merchant.Act(t.Context(), made.SessionID, act)
	if err != nil {
		t.Fatal(err)
	}
	want := reaches[act.Outcome]
	if want.status != "" && acted.Session.Status != want.status || acted.Page != want.page {
		t.Errorf("acted: %s, page %s; want %s, %s", acted.Session.Status, acted.Page, want.status, want.page)
	}
	// The page of a payment that was completed elsewhere knows no order.
	if ordered := acted.Session.Status == client.Completed && act.Outcome != "complete_elsewhere"; (acted.OrderID != "") != ordered {
		t.Errorf("order %q", acted.OrderID)
	}
	a.checkRead(t, made, acted)
	page, err := harness.NewPayer().Open(t.Context(), made.RedirectURL)
	if err != nil || page.Outcome+page.Asks != want.page {
		t.Errorf("the page shows %s%s, %v; want %s", page.Outcome, page.Asks, err, want.page)
	}
	for i, e := range acted.Events {
		if acted.Deliveries[i].EventID != e.EventID || acted.Deliveries[i].State != "DELIVERED" {
			t.Errorf("event %d: %+v", e.Seq, acted.Deliveries[i])
		}
	}
	told := a.receiver.Statuses(made.SessionID)
	if len(acted.Events) > 0 && (len(told) == 0 || told[len(told)-1] != string(acted.Events[len(acted.Events)-1].Status)) {
		t.Errorf("the shop was told %v, of %v", told, acted.Events)
	}
}

// checkRead holds the ordinary API's answer against the act's.
func (a *actor) checkRead(t *testing.T, made client.CreatedSession, acted client.Acted) {
	t.Helper()
	read, err := a.merchant.ReadSession(t.Context(), made.SessionID)
	if acted.Page == "expired" {
		if !client.IsCode(err, "NOT_FOUND") {
			t.Errorf("a session that is over reads %+v, %v", read, err)
		}
		return
	}
	if err != nil || read != acted.Session {
		t.Errorf("read %+v, %v; acted %+v", read, err, acted.Session)
	}
}

// However many act on one session: one of them pays, and there is one order.
func TestTwoHundredActs(t *testing.T) {
	a := newActor(t, start(t))
	made := a.session(t, nil, nil)
	var mu sync.Mutex
	winners, orders := 0, map[string]bool{}
	var wg sync.WaitGroup
	for range 200 {
		wg.Go(func() {
			acted, err := a.merchant.Act(t.Context(), made.SessionID, client.Act{Outcome: "approve"})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				winners++
				orders[acted.OrderID] = true
			} else if refused, ok := errors.AsType[*client.Error](err); !ok || refused.Status != http.StatusConflict {
				t.Errorf("answered %v", err)
			}
		})
	}
	wg.Wait()
	if winners != 1 || len(orders) != 1 || orders[""] {
		t.Errorf("%d winners, orders %v", winners, orders)
	}
	a.receiver.Expect(t, made.SessionID, "IN_PROGRESS", "COMPLETED")
}

// Different acts at once leave a session that one of them made, and no more than
// one order.
func TestDifferentActsAtOnce(t *testing.T) {
	a := newActor(t, start(t))
	for range 20 {
		made := a.session(t, nil, nil)
		outcomes := []string{"approve", "disable", "cancel_elsewhere", "complete_elsewhere", "expire", "approve"}
		done := make([]bool, len(outcomes))
		var wg sync.WaitGroup
		for i, outcome := range outcomes {
			wg.Go(func() {
				acted, err := a.merchant.Act(t.Context(), made.SessionID, client.Act{Outcome: outcome})
				refused, ok := errors.AsType[*client.Error](err)
				if err != nil && (!ok || refused.Status != http.StatusConflict) {
					t.Errorf("%s: %v", outcome, err)
				}
				if want := reaches[outcome]; err == nil && want.status != "" && acted.Session.Status != want.status {
					t.Errorf("%s: answered %s", outcome, acted.Session.Status)
				}
				done[i] = err == nil
			})
		}
		wg.Wait()
		if !slices.Contains(done, true) {
			t.Error("nobody won")
		}
	}
}
