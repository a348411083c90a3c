package hpp_test

import (
	"slices"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The table, written out a second time from docs/spec/hpp.md §2.2 and docs/spec/decisions.md §3.
func TestTableExhaustively(t *testing.T) {
	legal := map[string]hpp.Status{
		"WAITING enter": hpp.InProgress, "WAITING complete": hpp.Completed, "WAITING cancel": hpp.Cancelled, "WAITING disable": hpp.Disabled,
		"IN_PROGRESS complete": hpp.Completed, "IN_PROGRESS decline": hpp.Failed, "IN_PROGRESS fail": hpp.Errored,
		"IN_PROGRESS leave": hpp.Back, "IN_PROGRESS cancel": hpp.Cancelled, "IN_PROGRESS disable": hpp.Disabled,
		"FAILED enter": hpp.InProgress, "FAILED complete": hpp.Completed, "FAILED cancel": hpp.Cancelled, "FAILED disable": hpp.Disabled,
		"BACK enter": hpp.InProgress, "BACK complete": hpp.Completed, "BACK cancel": hpp.Cancelled, "BACK disable": hpp.Disabled,
		"ERROR enter": hpp.InProgress, "ERROR complete": hpp.Completed, "ERROR cancel": hpp.Cancelled, "ERROR disable": hpp.Disabled,
	}
	for _, from := range hpp.Statuses {
		for _, command := range hpp.Commands {
			want, allowed := legal[string(from)+" "+string(command)]
			got, ok := from.Next(command)
			if ok != allowed || got != want {
				t.Errorf("%s %s = %q, %v; want %q, %v", from, command, got, ok, want, allowed)
			}
		}
	}
}

func TestFinalMeansNothingFollows(t *testing.T) {
	for _, s := range hpp.Statuses {
		if none := len(hpp.Table[s]) == 0; none != s.Final() {
			t.Errorf("%s: final %v, but %d commands lead on", s, s.Final(), len(hpp.Table[s]))
		}
	}
}

func TestEveryStatusIsReachable(t *testing.T) {
	reached := []hpp.Status{hpp.Waiting}
	for i := 0; i < len(reached); i++ {
		for _, to := range hpp.Table[reached[i]] {
			if !slices.Contains(reached, to) {
				reached = append(reached, to)
			}
		}
	}
	if len(reached) != len(hpp.Statuses) || len(hpp.Table) != len(hpp.Statuses) {
		t.Errorf("reached %v of %v", reached, hpp.Statuses)
	}
}
