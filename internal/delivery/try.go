package delivery

import (
	"time"

	"github.com/openhpp/openhpp/internal/outbox"
)

// Result is how a try ended, in one word (docs/spec/events.md §2).
type Result string

// The results.
const (
	OK       Result = "ok"       // the receiver answered 2xx
	Status   Result = "status"   // it answered something else
	Redirect Result = "redirect" // it answered 3xx: nobody follows
	Timeout  Result = "timeout"  // it did not answer in time
	Refused  Result = "refused"  // no connection, or one that was cut
	DNS      Result = "dns"      // its name was not found
	TLS      Result = "tls"      // no safe connection: handshake or certificate
	Blocked  Result = "blocked"  // this server does not call that address, by its own rules
	Lost     Result = outbox.Lost
)

// Try is one POST of an event to an endpoint.
type Try struct {
	Number int64 // 1, 2, … within the delivery
	At     time.Time
	Took   time.Duration // zero of a lost one: nobody knows
	Result Result
	Status int    // of the answer; 0: there was none
	Body   string // the first 1,024 bytes of the answer, as text
}
