package hpp

// Category is a group of payment methods as HPP names it: upper case
// (docs/spec/hpp.md §6). The provider's own identifier is the same word in lower case.
type Category string

// The published categories.
const (
	DirectDebit        Category = "DIRECT_DEBIT"
	DirectBankTransfer Category = "DIRECT_BANK_TRANSFER"
	PayNow             Category = "PAY_NOW"
	PayLater           Category = "PAY_LATER"
	PayOverTime        Category = "PAY_OVER_TIME"
	KlarnaCategory     Category = "KLARNA"
)

// Categories lists them as published.
var Categories = []Category{DirectDebit, DirectBankTransfer, PayNow, PayLater, PayOverTime, KlarnaCategory}

// Method is a category the provider offers for one payment session, with the
// label it wants shown.
type Method struct {
	Category Category
	Name     string
	// Description is what the provider says of the method to payers, in the
	// session's language; may be empty.
	Description string
	// Plan is when the purchase is paid, and what that costs; nil: the provider
	// does not say.
	Plan *Plan
}

// Plan is when a purchase is paid by one method, and what that costs. Amounts
// are minor units of the purchase currency.
type Plan struct {
	// DueDays is how many days from today all of it is due; 0: with the
	// purchase, or the first installment with it.
	DueDays int
	// Installments is how many payments there are; each is Installment, of which
	// the last one may be smaller, Interval after the one before.
	Installments int
	Installment  int64
	Interval     Interval
	// Cost is what the payer pays on top of the purchase; Interest the yearly rate
	// behind it, in hundredths of a percent.
	Cost     int64
	Interest int
}

// Interval is the time between two installments.
type Interval string

// The intervals.
const (
	Monthly       Interval = "month"
	EveryTwoWeeks Interval = "two_weeks"
)
