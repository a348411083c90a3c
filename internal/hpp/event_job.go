package hpp

import "time"

// Event is one change of a session's status. Its id and order never change:
// merchants use the id to drop repeats (docs/spec/hpp.md §8).
type Event struct {
	ID     string
	Seq    int64 // 1, 2, … within the session
	Type   EventType
	Status Status
	At     time.Time
	Detail string // for the event log: a reason, never personal data
}

// EventType is what an event tells of; empty: a change of the status.
type EventType string

// EventRenewalRequested is no change: a payer asked for a new link. It is told,
// and not kept among a session's events.
const EventRenewalRequested EventType = "session.renewal_requested"

// JobKind names work to be done after a commit.
type JobKind string

// The kinds of job the core asks for.
const (
	JobCallback       JobKind = "callback"      // tell the merchant; in order per session
	JobReconcile      JobKind = "reconcile"     // ask the provider what became of an attempt
	JobPayerOutcome   JobKind = "payer_outcome" // ask what a payer did at the provider
	JobReleaseToken   JobKind = "release_token" // give back an authorization that nobody will use
	JobEndAction      JobKind = "end_action"    // put back what was changed for a payer's action at the provider
	JobExpire         JobKind = "expire"        // close the session at its end
	JobMerchantImages JobKind = "pictures"      // fetch the images its options name
	JobRenewal        JobKind = "renewal"       // tell the merchant that a payer asks for a new link
	JobEmail          JobKind = "email"         // send a message; each apart from the others
	JobSMS            JobKind = "sms"
)

// CallbackJobs are the kinds that call a merchant's status_update.
var CallbackJobs = []JobKind{JobCallback, JobRenewal}

// Job is work committed together with the change that needs it.
type Job struct {
	ID   string
	Kind JobKind
	Seq  int64 // order within the session and kind
	// Independent jobs wait for no other of their session and kind.
	Independent bool
	Due         time.Time
	Payload     []byte
}

// Subject is what the order of a session's job counts within.
func (j Job) Subject(session SessionID) string {
	if j.Independent {
		return string(session) + "/" + j.ID
	}
	return string(session)
}

// Change is what a save adds beside the session itself: one transaction.
type Change struct {
	Events         []Event
	Published      []MerchantEvent // those events and others, as the merchant reads them
	Jobs           []Job
	Handover       *Handover      // at most one
	TokenClaim     *TokenClaim    // at most one
	IdempotencyKey IdempotencyKey // taken with the change; a key that exists undoes it
}

// messageJobs are the kinds that send messages.
var messageJobs = map[DistributionMethod]JobKind{ByEmail: JobEmail, BySMS: JobSMS}
