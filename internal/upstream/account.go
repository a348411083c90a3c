package upstream

import (
	"slices"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// DefaultLabel names a merchant's account at an upstream where it has but one.
const DefaultLabel = "default"

// MaxAccounts is how many accounts a merchant can have at one upstream: each of
// them is asked for a payment session until one knows it.
const MaxAccounts = 3

// Account is a merchant's account at an upstream, as stored.
type Account struct {
	Merchant hpp.MerchantID
	Upstream string // name
	Label    string // tells the accounts of a merchant at one upstream apart
	Username string // may be empty: a key alone is enough for some
	// Sealed is the password, and KeyID names the key that opens it.
	Sealed    []byte
	KeyID     string
	Options   Options
	UpdatedAt time.Time // UTC, milliseconds
}

// Options are how an account is used (docs/spec/upstream.md U2.9, U2.6, U3.2).
type Options struct {
	Mode Mode
	// Callback decides whether merchant_urls.authorization is added to payment
	// sessions that have none.
	Callback Callback
	// Return decides whether the addresses to which a Checkout order sends the
	// payer are rewritten.
	Return Return
	// TestAllowed lets a server that takes real money use a test upstream.
	TestAllowed bool
}

// Mode is how payers authorize.
type Mode string

// The modes.
const (
	Auto     Mode = "auto"     // by script; at the upstream's page where that does not run
	Widget   Mode = "widget"   // by script alone
	Redirect Mode = "redirect" // at the upstream's page alone
)

// Callback is what becomes of merchant_urls.authorization.
type Callback string

// The values.
const (
	CallbackIfAbsent Callback = "if-absent"
	CallbackOff      Callback = "off"
)

// Return is what becomes of a Checkout order's return addresses.
type Return string

// The values.
const (
	ReturnRewrite Return = "rewrite"
	ReturnOff     Return = "off"
)

// DefaultOptions hold where an operator names none.
var DefaultOptions = Options{Mode: Auto, Callback: CallbackIfAbsent, Return: ReturnRewrite}

// withDefaults fills in what is not given.
func (o Options) withDefaults() Options {
	if o.Mode == "" {
		o.Mode = DefaultOptions.Mode
	}
	if o.Callback == "" {
		o.Callback = DefaultOptions.Callback
	}
	if o.Return == "" {
		o.Return = DefaultOptions.Return
	}
	return o
}

// faults says of each option what would be right.
func (o Options) faults() (wrong []string) {
	if !slices.Contains([]Mode{Auto, Widget, Redirect}, o.Mode) {
		wrong = append(wrong, "mode must be auto, widget or redirect")
	}
	if !slices.Contains([]Callback{CallbackIfAbsent, CallbackOff}, o.Callback) {
		wrong = append(wrong, "callback must be if-absent or off")
	}
	if !slices.Contains([]Return{ReturnRewrite, ReturnOff}, o.Return) {
		wrong = append(wrong, "return must be rewrite or off")
	}
	return wrong
}

// Login is an account that can be used: its password is readable. Never log it.
type Login struct {
	Label    string
	Username string
	Password string
	Options  Options
}

// String leaves the password out, so that no message shows it by mistake.
func (l Login) String() string { return "login " + l.Label + " as " + l.Username }

// GoString is String.
func (l Login) GoString() string { return l.String() }
