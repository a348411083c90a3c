package sqlite

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/retention"
)

// wholeTable is a step that reads more than what goes. What is read of the list
// of those that go is no table.
var wholeTable = regexp.MustCompile(`(?m)^SCAN (?:json_each|j |j$)|^(SCAN .*|.*TEMP B-TREE.*)$`)

// A sweep reads no more of a table than what is past its time, by the index of
// that time, and removes rows by their keys.
func TestSweepsUseTheirIndexes(t *testing.T) {
	db := planned(t)
	indexes := map[retention.Kind]string{
		retention.Sessions:  "INDEX sessions_end ((expires_at,session_id)>(?,?) AND expires_at<?)",
		retention.Orders:    "INDEX playground_orders_end ((expires_at,order_id)>(?,?) AND expires_at<?)",
		retention.Payments:  "INDEX playground_sessions_end ((expires_at,session_id)>(?,?) AND expires_at<?)",
		retention.Checkouts: "INDEX playground_checkouts_end ((expires_at,order_id)>(?,?) AND expires_at<?)",
		retention.Keys:      "INDEX idempotency_age (created_at<?)",
		retention.Answers:   "INDEX playground_answers_age (created_at<?)",
		retention.Messages:  "INDEX inbox_messages_age (received_at<?)",
		retention.Codes:     "INDEX access_codes_end (expires_at<?)",
		retention.Quotas:    "INDEX message_quotas_day (day<?)",
	}
	look := func(name, statement string, args ...any) string {
		found := plan(t, db, statement, args...)
		for _, step := range wholeTable.FindAllStringSubmatch(found, -1) {
			if step[1] != "" {
				t.Errorf("%s, %s:\n%s", name, statement, found)
			}
		}
		return found
	}
	for kind, index := range indexes {
		var found string
		if of, ok := referencedKinds[kind]; ok {
			found = look(string(kind), of.find, 5, 0, "", 5)
			for _, statement := range append(slices.Clone(of.dependents), of.removable) {
				look(string(kind), statement, "[]")
			}
		} else {
			found = look(string(kind), byAge[kind].remove, 5, 5)
		}
		if !strings.Contains(found, index) {
			t.Errorf("%s without %s:\n%s", kind, index, found)
		}
	}
	if len(indexes) != len(referencedKinds)+len(byAge) {
		t.Errorf("%d kinds are looked at", len(indexes))
	}
}
