package payer

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/provider/acquirer"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
)

// maxWrongCodes ends an attempt.
const maxWrongCodes = 3

// maxKey bounds what a caller may use as an attempt's key, in bytes.
const maxKey = 255

var codeForm = regexp.MustCompile(`^[0-9]{6}$`)

// Offer is what a payer is asked to agree to.
type Offer struct {
	Merchant   hpp.MerchantID
	Payment    string // id of the payment session or Checkout order; names the attempt's key apart
	Market     string // country whose rules decide, ISO 3166-1 alpha-2
	Country    string // of the purchase
	Currency   string
	Amount     int64    // minor units
	Categories []string // the payer may choose from these
}

// Incorrect are the form fields a payer has to correct; nothing is stored.
type Incorrect struct{ Fields []string }

func (i *Incorrect) Error() string { return "incorrect: " + strings.Join(i.Fields, ", ") }

// CheckKey refuses a request whose attempt has no usable name.
func CheckKey(r hpp.Authorization) error {
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

// Prepare answers what the acquirer must be asked so that the attempt goes on; nil
// when nothing must. It begins a new attempt, and stores what was typed with
// it: the same question can then be asked again.
func (a *Attempt) Prepare(offer Offer, r hpp.Authorization, now time.Time) (*acquirer.Authorization, error) {
	code := r.Code
	switch {
	case a.State == New:
		if err := a.begin(offer, r, now); err != nil {
			return nil, err
		}
		code = "" // nobody has asked for one yet
	case code != "" && !codeForm.MatchString(code):
		a.WrongCode = true
		return nil, nil //nolint:nilnil // documented above
	default:
		err := agrees(offer, r)
		if err != nil && code == "" && a.State == Challenged {
			return nil, nil //nolint:nilnil // where it stands can be told whatever the purchase is now
		}
		if err != nil {
			return nil, err
		}
	}
	return &acquirer.Authorization{
		Key: a.acquirerKey(offer), Merchant: offer.Merchant, Category: a.Category, Country: offer.Market,
		Currency: offer.Currency, Amount: offer.Amount, Payer: hpp.Payer(a.Payer), Code: code, Waited: a.waited(now),
	}, nil
}

// waited is how long ago the attempt began.
func (a *Attempt) waited(now time.Time) time.Duration {
	if a.Began.IsZero() {
		return 0
	}
	return max(0, now.Sub(a.Began))
}

// acquirerKey names the attempt apart from those of other payments.
func (a *Attempt) acquirerKey(offer Offer) string {
	key := offer.Payment + " " + a.Key
	if a.Round > 0 {
		key += " " + strconv.Itoa(a.Round)
	}
	return key
}

// Apply takes the acquirer's answer to a question with this code in. It
// reports whether the attempt passed: its owner then grants what was asked for
// and approves it.
func (a *Attempt) Apply(v acquirer.Verdict, code string) (passed bool) {
	switch v.Result {
	case acquirer.Approved:
		return true
	case acquirer.Declined:
		a.Decline(v.Reason, v.Withdrawn)
	case acquirer.Redirected:
		a.Decline("not_supported", true) // the page cannot send payers elsewhere yet
	case acquirer.Challenged:
		a.State, a.CodeTo = Challenged, v.CodeTo
		if code == "" {
			break // a repeat says nothing of the last code
		}
		if a.WrongCode = v.WrongCode; v.WrongCode {
			a.WrongCodes++
		}
		if a.WrongCodes >= maxWrongCodes {
			a.Decline("wrong_code", false)
		}
	case acquirer.Unknown:
	}
	return false
}

// begin checks everything that needs no acquirer.
func (a *Attempt) begin(offer Offer, r hpp.Authorization, now time.Time) error {
	category := strings.ToLower(string(r.Category))
	if !slices.Contains(offer.Categories, category) {
		return wrong("category", "must be one of "+strings.Join(offer.Categories, ", "))
	}
	if err := agrees(offer, r); err != nil {
		return err
	}
	typed := Tidy(Details(r.Payer), offer.Country)
	if fields := Faulty(typed, now); len(fields) > 0 {
		return &Incorrect{fields}
	}
	a.Category, a.Payer, a.State, a.Began = category, typed, Asked, now
	return nil
}

// ErrUndecided means that the acquirer has not said yet what becomes of an
// attempt: the same call must be made again.
var ErrUndecided = errors.New("payer: the acquirer has not decided yet")

// agrees refuses an amount that is not the purchase's: the payer saw another.
func agrees(offer Offer, r hpp.Authorization) error {
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
