package catcher

import (
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Bounds of what is kept of one merchant.
const (
	MaxCaught  = 1000     // requests; older ones go
	maxBody    = 64 << 10 // bytes of each body; the rest is dropped
	maxHeaders = 16 << 10 // bytes of each request's headers
	maxQuery   = 4 << 10  // bytes
	maxAnswers = 50       // of a programme
	maxDelay   = 30 * time.Second
	MaxNames   = 100 // names with a programme
)

// Caught is a request that was kept.
type Caught struct {
	ID        string // ids sort by time
	Merchant  hpp.MerchantID
	Name      string // the last part of the address
	At        time.Time
	Method    string
	Query     string
	Headers   http.Header
	Body      []byte
	Signature Verdict
	EventID   string // of a callback
	SessionID string // of the session that a callback tells of
	Status    string // of that session
	Answered  int    // HTTP status
	Repeat    bool   // an earlier one of this name has the same EventID
}

// Answer is what a request is answered with.
type Answer struct {
	Status int           // HTTP status
	Delay  time.Duration // before it
}

// Program is what requests of a name are answered with: the answers in turn, then
// the last word for ever.
type Program struct {
	Answers []Answer
	Then    Answer
}

// silent is the answer where nothing was programmed.
var silent = Answer{Status: http.StatusNoContent}

// Pick is the answer to the request that comes after so many.
func (p Program) Pick(before int) Answer {
	if before < len(p.Answers) {
		return p.Answers[before]
	}
	if p.Then.Status == 0 {
		return silent
	}
	return p.Then
}

// Filter chooses requests by equal values; an empty one chooses all.
type Filter struct{ Name, SessionID, Status string }

// Store keeps what was caught. Every method is one transaction.
type Store interface {
	// Catch keeps a request, with the answer that the name's programme has for it,
	// and drops what is older than the newest MaxCaught of the merchant.
	Catch(ctx context.Context, c Caught) (Answer, error)
	// Caught answers a merchant's requests, the newest first, at most so many, and
	// those alone that are older than an id, unless it is empty.
	Caught(ctx context.Context, merchant hpp.MerchantID, f Filter, before string, most int) ([]Caught, error)
	// Forget removes the requests of a name, or of all names when it is empty.
	Forget(ctx context.Context, merchant hpp.MerchantID, name string) error
	// PutProgram keeps a name's programme from its beginning; ErrTooMany where the
	// merchant has MaxNames others.
	PutProgram(ctx context.Context, merchant hpp.MerchantID, name string, p Program) error
}
