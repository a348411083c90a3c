package chaos

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/test/harness"
)

// everyFifthFails makes a receiver answer 500 to every fifth callback, once for an
// event: who fails again and again is called after hours.
func everyFifthFails(r *harness.Receiver) {
	var calls atomic.Int64
	var failed sync.Map
	r.Refuse = func(w http.ResponseWriter, call *http.Request) bool {
		if calls.Add(1)%5 != 0 {
			return false
		}
		if _, again := failed.LoadOrStore(call.Header.Get("webhook-id"), true); again {
			return false
		}
		w.WriteHeader(http.StatusInternalServerError)
		return true
	}
}

// written are the answers that receivers wrote down, by event.
func written(t *testing.T, j *harness.Journal) map[string][]int {
	t.Helper()
	file, err := os.Open(j.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	answers := map[string][]int{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var line fsck.Line
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line.Type == fsck.DeliveryLine {
			answers[line.Event] = append(answers[line.Event], line.Answered)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return answers
}

// compareTries holds every delivery's tries against what the receiver wrote
// down: each answer that is kept was given, and each that was given is kept or
// is that of a try whose end nobody knows.
func compareTries(t *testing.T, m *harness.Merchant, book *ledger) {
	t.Helper()
	answers, deliveries, lost := written(t, book.journal), 0, 0
	for filter := (client.DeliveryFilter{Limit: 100}); ; {
		page, err := m.ListDeliveries(t.Context(), filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page.Deliveries {
			deliveries++
			lost += compareDelivery(t, d, answers[d.EventID])
			delete(answers, d.EventID)
		}
		if filter.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	for event, all := range answers {
		t.Errorf("the receiver answered %v to event %s, which is no delivery", all, event)
	}
	if deliveries < len(book.payments) {
		t.Errorf("%d deliveries of %d payments", deliveries, len(book.payments))
	}
	t.Logf("%d deliveries, %d tries that a kill cut off", deliveries, lost)
}

// compareDelivery compares one delivery, and answers how many of its tries
// nobody knows the end of.
func compareDelivery(t *testing.T, d client.Delivery, given []int) (unknown int) {
	t.Helper()
	kept := map[int]int{}
	for i, try := range d.Tries {
		switch {
		case try.Number != int64(i+1):
			t.Errorf("try %d of %s has the number %d", i+1, d.DeliveryID, try.Number)
		case try.Status != 0:
			kept[try.Status]++
		default:
			unknown++
		}
	}
	for _, status := range given {
		kept[status]--
	}
	missing := 0
	for status, n := range kept {
		if n > 0 {
			t.Errorf("%s keeps %d answers with %d that its receiver never gave: %+v", d.DeliveryID, n, status, d.Tries)
		}
		missing -= min(n, 0)
	}
	if missing > unknown {
		t.Errorf("%s: the receiver answered %v, and the tries are %+v", d.DeliveryID, given, d.Tries)
	}
	if d.State != "DELIVERED" || d.DeliveredAt.IsZero() {
		t.Errorf("%s is %s, delivered at %s", d.DeliveryID, d.State, d.DeliveredAt)
	}
	return unknown
}
