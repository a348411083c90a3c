package outbox

import "time"

// Backlog is how many jobs of a kind there are, and when the first pending one
// became or becomes due.
type Backlog struct {
	Kind        string
	Pending     int64
	DeadLetters int64
	Due         time.Time // zero: none is pending
}
