package playground

import "github.com/openhpp/openhpp/internal/wire/payments"

// Attempt is one try of a payer to authorize a session. It ends in Approved or
// Declined and then never changes.
type Attempt struct {
	Key      string       `json:"key"`
	State    AttemptState `json:"state"`
	Category string       `json:"category"`
	// Payer is what was typed, until the attempt ends.
	Payer      payments.Payer `json:"payer"`
	WrongCodes int            `json:"wrong_codes"` // counted against maxWrongCodes
	WrongCode  bool           `json:"wrong_code"`  // the last code was wrong
	Token      string         `json:"token"`
	Reason     string         `json:"reason"`
	Withdrawn  bool           `json:"withdrawn"`
}

// AttemptState is where an attempt stands; "" means that it is new.
type AttemptState string

// The states.
const (
	AttemptNew        AttemptState = ""
	AttemptChallenged AttemptState = "challenged"
	AttemptApproved   AttemptState = "approved"
	AttemptDeclined   AttemptState = "declined"
)

// maxWrongCodes ends an attempt.
const maxWrongCodes = 3

func (a *Attempt) decline(reason string, withdrawn bool) {
	a.State, a.Reason, a.Withdrawn = AttemptDeclined, reason, withdrawn
	a.forget()
}

func (a *Attempt) approve(token string) {
	a.State, a.Token = AttemptApproved, token
	a.forget()
}

// forget drops what only a running attempt needs, personal data first.
func (a *Attempt) forget() { a.Payer, a.WrongCode = payments.Payer{}, false }

func (a Attempt) answer() payments.AuthorizeAnswer {
	return payments.AuthorizeAnswer{
		Result: payments.AuthorizeResult(a.State), Token: a.Token,
		Reason: a.Reason, Withdrawn: a.Withdrawn, WrongCode: a.WrongCode,
	}
}
