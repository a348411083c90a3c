package sandbox

import (
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/playground"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

// Everything wrong with a request is named at once, with what would be right.
func TestWhatIsWrongIsNamedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		sent wire.ActRequest
		want []string // a field each, and a word of what would be right
	}{
		"nothing":          {wire.ActRequest{}, []string{"outcome: approve_pending"}},
		"another's member": {wire.ActRequest{Outcome: "touch", Reason: "high_risk", Value: "1"}, []string{"reason: decline", "value: code"}},
		"values": {
			wire.ActRequest{Outcome: "decline", Reason: "rain", Person: "ZZ", Wait: 31},
			[]string{"person: SE", "wait: 30", "reason: high_risk"},
		},
		"a code":    {wire.ActRequest{Outcome: "code", Value: "12345x"}, []string{"value: six digits"}},
		"a time":    {wire.ActRequest{Outcome: "approve_pending", Decide: "perhaps", After: "10m"}, []string{"decide: never", "after: PT10M"}},
		"far ahead": {wire.ActRequest{Outcome: "approve_pending", After: "P100D"}, []string{"after: P99D"}},
		"a point":   {wire.ActRequest{Outcome: "fail", At: "noon"}, []string{"at: capture"}},
		"an answer": {wire.ActRequest{Outcome: "resolve", As: "maybe"}, []string{"as: decline"}},
	} {
		var faults jsonfields.Faults
		actReader{&faults, ""}.read(c.sent)
		err := faults.Err()
		if err == nil {
			t.Errorf("%s: nothing is wrong", name)
			continue
		}
		told := faulty(err.(*jsonfields.Fault)) //nolint:errorlint // that is all it can be
		if len(told.Messages) != len(c.want) {
			t.Errorf("%s: %q, want %d", name, told.Messages, len(c.want))
		}
		for _, want := range c.want {
			field, right, _ := strings.Cut(want, ": ")
			found := false
			for i, message := range told.Messages {
				found = found || told.Fields[i] == field && strings.Contains(message, right)
			}
			if !found {
				t.Errorf("%s: no %q in %q", name, want, told.Messages)
			}
		}
	}
}

// An act asks the acquirer for what its outcome means.
func TestEndings(t *testing.T) {
	for want, sent := range map[playground.Ending]wire.ActRequest{
		"now":                                {Outcome: "approve"},
		"now+reject_reason_denied":           {Outcome: "decline"},
		"now+reject_reason_under_age":        {Outcome: "resolve", As: "decline", Reason: "under_age"},
		"now+pend-accept-600s":               {Outcome: "approve_pending"},
		"now+pend-reject-5s":                 {Outcome: "approve_pending", Decide: "reject", After: "PT5S"},
		playground.EndsUndecided:             {Outcome: "approve_pending", Decide: "never"},
		playground.EndsLapsed:                {Outcome: "fail"},
		playground.EndsUncaptured:            {Outcome: "fail", At: "capture"},
		playground.EndsWithdrawn:             {Outcome: "withdraw"},
		playground.EndsStalled:               {Outcome: "stall"},
		playground.EndsChallenged:            {Outcome: "challenge"},
		"now+reject_reason_high_risk":        {Outcome: "decline", Reason: "high_risk", Person: "se"},
		"now+reject_reason_legal_restraints": {Outcome: "decline", Reason: "legal_restraints", Method: "pay_later", Wait: 30},
	} {
		var faults jsonfields.Faults
		act := actReader{&faults, ""}.read(sent)
		if err := faults.Err(); err != nil || act.Ending != want {
			t.Errorf("%+v: %q, %v; want %q", sent, act.Ending, err, want)
		}
	}
}
