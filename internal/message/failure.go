package message

import "time"

// Failure is what a sender answers when a message was not, or not surely,
// taken. Without Permanent a later try may succeed.
type Failure struct {
	// Reason is one short phrase for merchants, such as "mailbox unavailable
	// (550 5.1.1)": never an address, a link or a server's own words.
	Reason    string
	Permanent bool // no further try can succeed
	Unknown   bool // handed over, but no answer came: it may have arrived

	after time.Duration
	cause error
}

func (f *Failure) Error() string { return f.Reason }

// Unwrap is what the network said. It may name hosts: show it to operators
// only.
func (f *Failure) Unwrap() error { return f.cause }

// RetryAfter is how long the receiver wants to be left in peace; zero: it did
// not say.
func (f *Failure) RetryAfter() time.Duration { return f.after }

// Because adds the cause to a failure that is being made.
func (f *Failure) Because(err error) *Failure {
	f.cause = err
	return f
}

// Wait adds how long to leave the receiver in peace.
func (f *Failure) Wait(d time.Duration) *Failure {
	f.after = max(d, 0)
	return f
}
