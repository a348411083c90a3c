package endpoint

import (
	"encoding/json"
	"time"
)

// Job is work that begins with the commit of a change and is not forgotten
// until it is done.
type Job struct {
	Kind    string
	Subject string // what it is about; jobs of one kind and subject keep their order
	ID      string // unique within the subject
	Due     time.Time
	Payload []byte
}

// Kinds lists the kinds of jobs, for the runner to be woken.
func Kinds(jobs []Job) []string {
	kinds := make([]string, len(jobs))
	for i, job := range jobs {
		kinds[i] = job.Kind
	}
	return kinds
}

// NoticeKind is the kind of the job a finished payment leaves behind: whatever
// hangs on the payment learns from it. Its payload is a Notice.
const NoticeKind = "payment_session"

// Notice names a payment that was completed, cancelled or ended.
type Notice struct {
	Checkout bool   `json:"checkout,omitempty"` // a Checkout order, else a payment session
	ID       string `json:"id"`
}

// Job wraps the notice.
func (n Notice) Job(id string, now time.Time) Job {
	payload, _ := json.Marshal(n) // a string and a truth always marshal
	return Job{Kind: NoticeKind, Subject: n.ID, ID: id, Due: now, Payload: payload}
}
