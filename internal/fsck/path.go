package fsck

import (
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
)

// checkPath judges that the events lead through the status table from WAITING to
// what the session is, numbered 1, 2, … without a gap.
func checkPath(s Session, events []Event) (wrong []string) {
	at, final := hpp.Waiting, false
	for i, e := range events {
		if e.Seq != int64(i+1) {
			wrong = append(wrong, fmt.Sprintf("event %s has the number %d; it should be %d", e.ID, e.Seq, i+1))
			break // the rest would only repeat it
		}
		switch {
		case final:
			wrong = append(wrong, fmt.Sprintf("event %d (%s) comes after %s, which is final", e.Seq, e.Status, at))
		case !isLegal(at, e.Status):
			wrong = append(wrong, fmt.Sprintf("event %d leads from %s to %s, which no command does", e.Seq, at, e.Status))
		}
		at, final = e.Status, e.Status.Final()
	}
	if s.Status != at {
		wrong = append(wrong, fmt.Sprintf("it is %s; its events say %s", s.Status, at))
	}
	if s.Row.Status != s.Status {
		wrong = append(wrong, fmt.Sprintf("its row says %s, its document %s; they should be the same", s.Row.Status, s.Status))
	}
	return append(wrong, checkVersions(s, events)...)
}

// isLegal reports whether any command leads from one status to the other.
func isLegal(from, to hpp.Status) bool {
	for _, reached := range hpp.Table[from] {
		if reached == to {
			return true
		}
	}
	return false
}

// checkVersions judges the count of saves: the first makes the session, each later
// one may bring several events or none.
func checkVersions(s Session, events []Event) (wrong []string) {
	if s.Row.Version != s.Version {
		wrong = append(wrong, fmt.Sprintf("its row has version %d, its document %d; they should be the same", s.Row.Version, s.Version))
	}
	least := int64(1)
	if len(events) > 0 {
		least = 2
	}
	if s.Version < least {
		wrong = append(wrong, fmt.Sprintf("it has version %d after %d events; it should be %d at least", s.Version, len(events), least))
	}
	return wrong
}

// checkEventCount judges that there are as many events as changes.
func checkEventCount(s Session, events []Event) []string {
	if s.EventCount == int64(len(events)) {
		return nil
	}
	return []string{fmt.Sprintf("it counts %d changes, and %d events are there; there should be one for each", s.EventCount, len(events))}
}
