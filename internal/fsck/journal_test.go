package fsck

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

const good = `{"type":"operation","id":"1","op":"create","state":"begun","at":"2026-11-25T12:00:00Z","merchant":"m","key":"k"}
{"type":"operation","id":"2","op":"pay","state":"begun","at":"2026-11-25T12:00:00Z","merchant":"m","session":"s"}
{"type":"operation","id":"1","op":"create","state":"acknowledged","at":"2026-11-25T12:00:01Z","merchant":"m","key":"k","session":"s"}
{"type":"delivery","at":"2026-11-25T12:00:02Z","merchant":"m","session":"s","event":"e","body":"b","signed":true,"answered":200}
{"type":"receiver","merchant":"m","healthy":true,"repeats":0}
`

// An operation whose end nobody wrote down is unknown, and a line that was cut
// off is none.
func TestJournal(t *testing.T) {
	var j Journal
	if err := j.Read("a.jsonl", strings.NewReader(good+`{"type":"oper`)); err != nil {
		t.Fatal(err)
	}
	if len(j.operations) != 2 || len(j.deliveries) != 1 || !j.hasReceivers() || !j.boundsRepeats() {
		t.Fatalf("%+v", j)
	}
	made, paid := j.operations[0], j.operations[1]
	if made.State != Acknowledged || made.At.Sub(made.begun) != time.Second || paid.State != Unknown || !paid.attempted() {
		t.Errorf("%+v, %+v", made, paid)
	}
	var none *Journal
	if none.hasReceivers() || none.boundsRepeats() {
		t.Error("no journal tells something")
	}
}

// What a line lacks is said, with its place.
func TestJournalFaults(t *testing.T) {
	const at = `"at":"2026-11-25T12:00:00Z","merchant":"m"`
	for line, want := range map[string]string{
		`nothing`:                                                                   "invalid character",
		`{"type":"receiver"}`:                                                       "merchant is missing",
		`{"type":"gossip",` + at + `}`:                                              `type is "gossip"`,
		`{"type":"delivery","merchant":"m"}`:                                        "at is missing",
		`{"type":"delivery","session":"s",` + at + `}`:                              "needs session and event",
		`{"type":"operation","op":"steal",` + at + `}`:                              `op is "steal"`,
		`{"type":"operation","op":"pay","state":"done",` + at + `}`:                 `state is "done"`,
		`{"type":"operation","op":"pay","state":"acknowledged",` + at + `}`:         "needs its session",
		`{"type":"operation","op":"refund","state":"acknowledged",` + at + `}`:      "needs its order",
		`{"type":"operation","op":"pay","state":"unknown","sesion":"s",` + at + `}`: "unknown field",
	} {
		err := new(Journal).Read("a.jsonl", strings.NewReader(good+line+"\n"))
		if err == nil || !strings.Contains(err.Error(), "a.jsonl, line 6") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", line, err, want)
		}
	}
}

func FuzzJournal(f *testing.F) {
	f.Add(good)
	f.Fuzz(func(t *testing.T, text string) {
		var j Journal
		if err := j.Read("fuzz", strings.NewReader(text)); err != nil {
			return
		}
		for _, o := range j.operations {
			if o.State == Begun {
				t.Errorf("%+v is still begun", o)
			}
			text, err := json.Marshal(o.Line)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := parse(text); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
		c := check(t, fake{sessions: 2}, nil)
		c.Journal, c.Found = &j, func(Finding) {}
		if _, err := c.Run(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// Who asks after an answer must not be shown what was before it; who asks at
// the same time may.
func TestOlder(t *testing.T) {
	var w whole
	for i, status := range []hpp.Status{hpp.InProgress, hpp.Failed, hpp.InProgress, hpp.Completed} {
		w.events = append(w.events, Event{Event: hpp.Event{Seq: int64(i + 1), Status: status, At: now.Add(time.Duration(i) * time.Hour)}})
	}
	saw := func(begun, ended int, status hpp.Status) operation {
		return operation{Line{Op: Read, State: Acknowledged, At: now.Add(time.Duration(ended)), Status: status}, now.Add(time.Duration(begun))}
	}
	as := func(at time.Time, o operation) operation {
		o.UpdatedAt = at
		return o
	}
	for name, c := range map[string]struct {
		faults int
		seen   []operation
	}{
		"one after the other": {0, []operation{saw(0, 1, hpp.Waiting), saw(2, 3, hpp.InProgress), saw(4, 5, hpp.Completed), saw(6, 7, hpp.Completed)}},
		"at the same time":    {0, []operation{saw(0, 9, hpp.Completed), saw(1, 8, hpp.Waiting)}},
		"older":               {1, []operation{saw(0, 1, hpp.Completed), saw(2, 3, hpp.InProgress)}},
		"older by two":        {1, []operation{saw(5, 6, hpp.Waiting), saw(0, 1, hpp.InProgress)}},
		"again":               {0, []operation{saw(0, 1, hpp.Failed), saw(2, 3, hpp.InProgress)}},
		"not that again":      {1, []operation{saw(0, 1, hpp.Failed), as(now, saw(2, 3, hpp.InProgress))}},
		"never was":           {1, []operation{saw(0, 1, hpp.Back)}},
	} {
		r := &run{result: Check{}.report()}
		if wrong := r.checkNoOlder(w, &sessionRecord{operations: c.seen}); len(wrong) != c.faults {
			t.Errorf("%s: %q", name, wrong)
		}
	}
}
