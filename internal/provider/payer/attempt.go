package payer

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Attempt is one try of a payer to authorize a purchase, in its stored form. It
// ends in Approved or Declined and then never changes.
type Attempt struct {
	Key string `json:"key"`
	// Round counts how often the attempt began anew under its key: each round is
	// another question to the acquirer.
	Round    int    `json:"round,omitempty"`
	State    State  `json:"state"`
	Category string `json:"category"`
	// Began is when the acquirer was first asked; zero in attempts stored before
	// that was kept.
	Began time.Time `json:"began,omitzero"`
	// Payer is what was typed, until the attempt ends.
	Payer      Details `json:"payer"`
	WrongCodes int     `json:"wrong_codes"` // counted against maxWrongCodes
	WrongCode  bool    `json:"wrong_code"`  // the last code was wrong
	// CodeTo is which of the contacts typed the code went to; empty: not told.
	CodeTo    hpp.CodeTo `json:"code_to,omitempty"`
	Token     string     `json:"token"`
	Reason    string     `json:"reason"`
	Withdrawn bool       `json:"withdrawn"`
}

// State is where an attempt stands; "" means that it is new.
type State string

// The states.
const (
	New        State = ""
	Asked      State = "asked" // the acquirer's first answer is not known yet
	Challenged State = "challenged"
	Approved   State = "approved"
	Declined   State = "declined"
)

// Over reports whether the attempt will never change again.
func (a *Attempt) Over() bool { return a.State == Approved || a.State == Declined }

// Decline ends the attempt without an authorization. withdrawn says that the
// category cannot be offered again.
func (a *Attempt) Decline(reason string, withdrawn bool) {
	a.State, a.Reason, a.Withdrawn = Declined, reason, withdrawn
	a.forget()
}

// Approve ends the attempt with what it was granted.
func (a *Attempt) Approve(token string) {
	a.State, a.Token = Approved, token
	a.forget()
}

// forget drops what only a running attempt needs, personal data first.
func (a *Attempt) forget() { a.Payer, a.WrongCode, a.CodeTo = Details{}, false, "" }

var kinds = map[State]hpp.VerdictKind{Challenged: hpp.Challenged, Approved: hpp.Approved, Declined: hpp.Declined}

// Verdict is the attempt's verdict for the page.
func (a *Attempt) Verdict() hpp.Verdict {
	return hpp.Verdict{Kind: kinds[a.State], Token: a.Token, Reason: a.Reason, Withdrawn: a.Withdrawn, WrongCode: a.WrongCode, CodeTo: a.CodeTo}
}
