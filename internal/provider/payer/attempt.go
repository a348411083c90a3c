package payer

import "github.com/openhpp/openhpp/internal/wire/payments"

// Attempt is one try of a payer to authorize a purchase. It ends in Approved
// or Declined and then never changes.
type Attempt struct {
	Key      string `json:"key"`
	State    State  `json:"state"`
	Category string `json:"category"`
	// Payer is what was typed, until the attempt ends.
	Payer      payments.Payer `json:"payer"`
	WrongCodes int            `json:"wrong_codes"` // counted against maxWrongCodes
	WrongCode  bool           `json:"wrong_code"`  // the last code was wrong
	Token      string         `json:"token"`
	Reason     string         `json:"reason"`
	Withdrawn  bool           `json:"withdrawn"`
}

// State is where an attempt stands; "" means that it is new.
type State string

// The states.
const (
	New        State = ""
	Challenged State = "challenged"
	Approved   State = "approved"
	Declined   State = "declined"
)

// Over reports whether the attempt will never change again.
func (a *Attempt) Over() bool { return a.State == Approved || a.State == Declined }

func (a *Attempt) decline(reason string, withdrawn bool) {
	a.State, a.Reason, a.Withdrawn = Declined, reason, withdrawn
	a.forget()
}

// Approve ends the attempt with what it was granted.
func (a *Attempt) Approve(token string) {
	a.State, a.Token = Approved, token
	a.forget()
}

// forget drops what only a running attempt needs, personal data first.
func (a *Attempt) forget() { a.Payer, a.WrongCode = payments.Payer{}, false }

// Answer is what the page is told of the attempt.
func (a *Attempt) Answer() payments.AuthorizeAnswer {
	return payments.AuthorizeAnswer{
		Result: payments.AuthorizeResult(a.State), Token: a.Token,
		Reason: a.Reason, Withdrawn: a.Withdrawn, WrongCode: a.WrongCode,
	}
}
