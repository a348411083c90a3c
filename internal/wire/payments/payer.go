package payments

// The payer's side of the built-in provider. Klarna's own runs inside its
// browser script and is not published, so these shapes are ours.

// AuthorizeRequest asks for a payer's authorization of a session, or goes on
// with one: the same key is the same attempt.
type AuthorizeRequest struct {
	Key      string `json:"key"`
	Category string `json:"category"` // as in payment_method_categories
	Payer    Payer  `json:"payer"`
	Amount   int64  `json:"amount"` // minor units the payer agreed to
	Currency string `json:"currency"`
	OTP      string `json:"otp,omitempty"` // the one-time code, when answering a challenge
}

// Payer is what a payer types on the page. It is personal data.
type Payer struct {
	Email          string `json:"email,omitempty"`
	Phone          string `json:"phone,omitempty"`
	GivenName      string `json:"given_name,omitempty"`
	FamilyName     string `json:"family_name,omitempty"`
	DateOfBirth    string `json:"date_of_birth,omitempty"` // YYYY-MM-DD
	StreetAddress  string `json:"street_address,omitempty"`
	StreetAddress2 string `json:"street_address2,omitempty"`
	PostalCode     string `json:"postal_code,omitempty"`
	City           string `json:"city,omitempty"`
	Region         string `json:"region,omitempty"`
	Country        string `json:"country,omitempty"` // ISO 3166-1 alpha-2
	// WholeAddress says that the payer was asked for the second line and the
	// region too: left empty, they are meant to be empty.
	WholeAddress bool `json:"whole_address,omitempty"`
}

// PayerSession is a session as the payer's page needs it: what its merchant may
// see of it, and what the merchant told of the payer.
type PayerSession struct {
	Session
	Payer Payer `json:"payer"`
}

// AuthorizeResult says which of its members an answer carries.
type AuthorizeResult string

// The results of an attempt.
const (
	ResultApproved   AuthorizeResult = "approved"   // token
	ResultDeclined   AuthorizeResult = "declined"   // reason, withdrawn
	ResultChallenged AuthorizeResult = "challenged" // wrong_code
	ResultIncorrect  AuthorizeResult = "incorrect"  // fields
)

// AuthorizeAnswer is where an attempt stands.
type AuthorizeAnswer struct {
	Result    AuthorizeResult `json:"result"`
	Token     string          `json:"token,omitempty"`
	Reason    string          `json:"reason,omitempty"`
	WrongCode bool            `json:"wrong_code,omitempty"` // the last code was wrong
	Withdrawn bool            `json:"withdrawn,omitempty"`  // the category is no longer offered
	Fields    []string        `json:"fields,omitempty"`     // names of the page's form fields
}
