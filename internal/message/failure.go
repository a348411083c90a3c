package message

import "time"

// Failure says that a message was not accepted, or that nobody knows whether it
// was. Unless it is Permanent, a later try may succeed.
type Failure struct {
	// Reason is one short phrase for merchants, such as "mailbox unavailable
	// (550 5.1.1)": never an address, a link or the server's text.
	Reason    string
	Permanent bool // no further try can succeed
	Unknown   bool // handed over, but no answer came: it may have arrived

	after time.Duration
	cause error
}

func (f *Failure) Error() string { return f.Reason }

// Unwrap is the network's error. It may name hosts: show it to operators only.
func (f *Failure) Unwrap() error { return f.cause }

// RetryAfter is how long the receiver asks to wait before the next try; zero:
// it did not say.
func (f *Failure) RetryAfter() time.Duration { return f.after }

// WithCause adds the error behind a failure.
func (f *Failure) WithCause(err error) *Failure {
	f.cause = err
	return f
}

// WithRetryAfter adds how long to wait before the next try.
func (f *Failure) WithRetryAfter(d time.Duration) *Failure {
	f.after = max(d, 0)
	return f
}
