package fsck

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
)

// written are the faults that only a journal tells of: what callers were
// answered, or receivers got, is not what is stored.
var written = map[string]struct {
	invariant, subject string
	forge              func(w *world, all []fsck.Line) []fsck.Line
	plant              string // besides, in the database
}{
	"a session is lost": {"I1", "session nowhere", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, w.line(fsck.Create, fsck.Line{Session: "nowhere"}))
	}, ""},
	"a payment is lost": {"I1", "session open", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, w.line(fsck.Pay, fsck.Line{Session: w.id("open")}))
	}, ""},
	"another order was told": {"I1", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, w.line(fsck.Read, fsck.Line{Session: w.id("placed"), Order: "another"}))
	}, ""},
	"a capture is lost": {"I1", "order placed", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, w.line(fsck.Capture, fsck.Line{Order: w.orders["placed"], Effect: "c", Amount: 1}))
	}, ""},
	"nobody made the session": {"I2", "session open", func(w *world, all []fsck.Line) []fsck.Line {
		return without(all, func(l fsck.Line) bool { return l.Key == "key of open" })
	}, ""},
	"a refused creation took effect": {"I2", "session open", func(w *world, all []fsck.Line) []fsck.Line {
		return changed(all, func(l *fsck.Line) {
			if l.Key == "key of open" && l.State == fsck.Acknowledged {
				l.State = fsck.Rejected
			}
		})
	}, ""},
	"nobody disabled it": {"I2", "session disabled", func(w *world, all []fsck.Line) []fsck.Line {
		return without(all, func(l fsck.Line) bool { return l.Op == fsck.Disable })
	}, ""},
	"nobody refunded": {"I2", "order captured", func(w *world, all []fsck.Line) []fsck.Line {
		return without(all, func(l fsck.Line) bool { return l.Op == fsck.Refund })
	}, ""},
	"an event of nobody is told": {"I2", "session open", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, fsck.Line{Type: fsck.DeliveryLine, At: time.Now(), Merchant: w.owner(), Session: w.id("open"), Event: "e", Signed: true, Answered: 200})
	}, ""},
	"paid and not told": {"I3", "order planted", func(w *world, all []fsck.Line) []fsck.Line {
		line := w.line(fsck.Pay, fsck.Line{Session: w.id("cancelled")})
		line.State = fsck.Unknown
		return append(all, line)
	}, plantedOrder("cancelled")},
	"an order of nobody": {"I2", "order planted", func(_ *world, all []fsck.Line) []fsck.Line { return all }, plantedOrder("cancelled")},
	"an older status is read": {"I5", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, w.line(fsck.Read, fsck.Line{Session: w.id("placed"), Status: hpp.InProgress}))
	}, ""},
	"a status that never was": {"I5", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, w.line(fsck.Read, fsck.Line{Session: w.id("placed"), Status: hpp.Failed}))
	}, ""},
	"a callback is lost": {"I7", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		last := w.last(all, "placed")
		return without(all, func(l fsck.Line) bool { return l.Event == last.Event })
	}, ""},
	"a healthy receiver is not told": {"I7", "session untold", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, fsck.Line{Type: fsck.ReceiverLine, Merchant: hpp.MerchantID(w.ill.ID), Healthy: true})
	}, ""},
	"out of order": {"I8", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		last := w.last(all, "placed")
		return changed(all, func(l *fsck.Line) {
			if l.Type == fsck.DeliveryLine && l.Session == w.id("placed") && l.Event != last.Event {
				l.At = last.At.Add(time.Second)
			}
		})
	}, ""},
	"another body": {"I9", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		first := w.last(all, "placed")
		first.Answered, first.Body, first.At = 500, "another", first.At.Add(-time.Nanosecond)
		return append(all, first)
	}, ""},
	"a wrong signature": {"I9", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		last := w.last(all, "placed")
		return changed(all, func(l *fsck.Line) { l.Signed = l.Signed && l.Event != last.Event })
	}, ""},
	"told again for nothing": {"I10", "session placed", func(w *world, all []fsck.Line) []fsck.Line {
		again := w.last(all, "placed")
		again.At = again.At.Add(time.Second)
		return append(all, again)
	}, ""},
	"another request under a key": {"I12", "key key of open of merchant", func(w *world, all []fsck.Line) []fsck.Line {
		return append(all, w.line(fsck.Create, fsck.Line{Session: w.id("open"), Key: "key of open", Request: "another"}))
	}, ""},
	"another answer under a key": {"I12", "key key of open of merchant", func(w *world, all []fsck.Line) []fsck.Line {
		first := all[slices.IndexFunc(all, func(l fsck.Line) bool { return l.Key == "key of open" && l.State == fsck.Acknowledged })]
		return append(all, w.line(fsck.Create, fsck.Line{Session: w.id("open"), Key: first.Key, Request: first.Request, Answer: "another"}))
	}, ""},
	"refused in another way": {"I12", "key key of open of merchant", func(w *world, all []fsck.Line) []fsck.Line {
		line := w.line(fsck.Create, fsck.Line{Key: "key of open", Request: "another", Answered: 409})
		line.State = fsck.Rejected
		return append(all, line)
	}, ""},
}

// forged writes a journal with a fault and sees it found.
func (w *world) forged(t *testing.T, fault struct {
	invariant, subject string
	forge              func(*world, []fsck.Line) []fsck.Line
	plant              string
}) {
	path := filepath.Join(t.TempDir(), "forged.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range fault.forge(w, w.lines(t)) {
		if err := json.NewEncoder(file).Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	spoilt := w.Database
	if fault.plant != "" {
		spoilt = w.Copy(t)
		spoilt.Change(w.fill(fault.plant))
	}
	subject := w.name(fault.subject)
	if fault.invariant == fsck.Idempotent {
		subject += " " + w.merchant.ID
	}
	check(t, spoilt, "--quiescent", "--journal", path).only(t, fault.invariant, subject)
}

// lines are those of the true journal.
func (w *world) lines(t *testing.T) (all []fsck.Line) {
	t.Helper()
	file, err := os.Open(w.journal.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for text := bufio.NewScanner(file); text.Scan(); {
		var line fsck.Line
		if err := json.Unmarshal(text.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}

func (w *world) id(name string) hpp.SessionID { return hpp.SessionID(w.sessions[name]) }
func (w *world) owner() hpp.MerchantID        { return hpp.MerchantID(w.merchant.ID) }

// line is an operation that was acknowledged just now.
func (w *world) line(op fsck.Op, line fsck.Line) fsck.Line {
	line.Type, line.Op, line.State, line.Merchant, line.At = fsck.OperationLine, op, fsck.Acknowledged, w.owner(), time.Now()
	return line
}

// last is the last delivery of a session.
func (w *world) last(all []fsck.Line, name string) (last fsck.Line) {
	for _, l := range all {
		if l.Type == fsck.DeliveryLine && l.Session == w.id(name) {
			last = l
		}
	}
	return last
}

func without(all []fsck.Line, lost func(fsck.Line) bool) []fsck.Line {
	return slices.DeleteFunc(all, lost)
}

func changed(all []fsck.Line, change func(*fsck.Line)) []fsck.Line {
	for i := range all {
		change(&all[i])
	}
	return all
}
