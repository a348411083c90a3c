package payer

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/market"
	"github.com/openhpp/openhpp/internal/wire/payments"
)

// failingCode is the one-time code that never passes (docs/spec/provider.md E.2).
const failingCode = "999999"

// maxWrongCodes ends an attempt.
const maxWrongCodes = 3

// maxKey bounds what a caller may use as an attempt's key, in bytes.
const maxKey = 255

var codeForm = regexp.MustCompile(`^[0-9]{6}$`)

// Offer is what a payer is asked to agree to.
type Offer struct {
	Market     market.Market
	Country    string // of the purchase
	Currency   string
	Amount     int64    // minor units
	Categories []string // the payer may choose from these
}

// Incorrect are the form fields a payer has to correct; nothing is stored.
type Incorrect struct{ Fields []string }

func (i *Incorrect) Error() string { return "incorrect: " + strings.Join(i.Fields, ", ") }

// Passed is an attempt that nothing speaks against: its owner grants what was
// asked for and approves it.
type Passed struct {
	Payer  payments.Payer
	Review *Review // the order will be pending
}

// CheckKey refuses a request whose attempt has no usable name.
func CheckKey(r payments.AuthorizeRequest) error {
	if r.Key == "" || len(r.Key) > maxKey {
		return wrong("key", "must be 1 to 255 bytes")
	}
	return nil
}

func wrong(name, reason string) error {
	o := jsonfields.Read(nil)
	o.Wrong(name, reason)
	return endpoint.AsError(o.Faults.Err())
}

// Advance is the whole of an attempt's life. The first call with proper
// details asks for a one-time code; the call with the code decides by the test
// data. Passed is nil unless this very call passed the attempt.
func (a *Attempt) Advance(offer Offer, r payments.AuthorizeRequest, now time.Time) (*Passed, error) {
	if a.State == New {
		return nil, a.begin(offer, r, now)
	}
	switch {
	case r.OTP == "":
		return nil, nil
	case !codeForm.MatchString(r.OTP):
		a.WrongCode = true
		return nil, nil
	case r.OTP == failingCode:
		a.WrongCode = true
		if a.WrongCodes++; a.WrongCodes >= maxWrongCodes {
			a.decline("wrong_code", false)
		}
		return nil, nil
	}
	if err := agrees(offer, r); err != nil {
		return nil, err
	}
	verdict := judge(a.Payer, offer.Market)
	if verdict.declined != "" {
		a.decline(verdict.declined, false)
		return nil, nil
	}
	return &Passed{Payer: a.Payer, Review: verdict.review}, nil
}

// begin checks everything that needs no code.
func (a *Attempt) begin(offer Offer, r payments.AuthorizeRequest, now time.Time) error {
	if !slices.Contains(offer.Categories, r.Category) {
		return wrong("category", "must be one of "+strings.Join(offer.Categories, ", "))
	}
	if err := agrees(offer, r); err != nil {
		return err
	}
	payer := Tidy(r.Payer, offer.Country)
	if fields := Faulty(payer, now); len(fields) > 0 {
		return &Incorrect{fields}
	}
	a.Category, a.Payer, a.State = r.Category, payer, Challenged
	if Tagged(payer.Email, "red") {
		a.decline("not_offered", true)
	}
	return nil
}

// agrees refuses an amount that is not the purchase's: the payer saw another.
func agrees(offer Offer, r payments.AuthorizeRequest) error {
	var fields []string
	if r.Amount != offer.Amount {
		fields = append(fields, "order_amount")
	}
	if !strings.EqualFold(r.Currency, offer.Currency) {
		fields = append(fields, "purchase_currency")
	}
	if len(fields) > 0 {
		return endpoint.NewError(endpoint.Conflict, "BAD_VALUE", "Not matching fields: ["+strings.Join(fields, ", ")+"]")
	}
	return nil
}
