package hpp

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Contacts judges where messages may go, and where a shop may be asked. Errors say what would be right;
// ErrCountry is the one that has a code of its own.
type Contacts interface {
	// Email answers an address in its one normal form.
	Email(address string) (string, error)
	// Phone answers a mobile number of a country as E.164.
	Phone(number, country string) (string, error)
	// SupportPhone answers a telephone number of any country and kind as E.164.
	SupportPhone(number string) (string, error)
	// Masked is as much of an address or number as may be shown.
	Masked(contact string) string
}

// ErrCountry means that a phone number's country is outside the region.
var ErrCountry = errors.New("must be a country of this region")

// resolveRecipient checks a request and answers where it leads.
func (s *DistributionService) resolveRecipient(session Session, r DistributionRequest) (Distribution, error) {
	method := DistributionMethod(strings.ToLower(r.Method))
	d := Distribution{Session: session.ID, Method: method}
	var err error
	switch method {
	case ByEmail:
		d.To, err = s.parseEmail(r)
	case BySMS:
		d.To, err = s.parsePhone(r)
	case ByToken:
		return s.parseAccessCode(session, d, r)
	case "":
		err = constraintError("method", "is required: sms, email or token")
	default:
		err = constraintError("method", "must be sms, email or token")
	}
	if err != nil {
		return Distribution{}, err
	}
	d.MaskedContact, d.RecipientHash = s.Contacts.Masked(d.To), s.Sessions.Links.RecipientHash(session.Merchant, method, d.To)
	return d, nil
}

func (s *DistributionService) parseEmail(r DistributionRequest) (string, error) {
	if r.Email == "" {
		return "", missingContact("email")
	}
	to, err := s.Contacts.Email(r.Email)
	if err != nil {
		return "", constraintError(contactPrefix+"email", err.Error())
	}
	return to, nil
}

func (s *DistributionService) parsePhone(r DistributionRequest) (string, error) {
	switch {
	case r.Phone == "" && r.PhoneCountry == "":
		return "", missingContact("phone", "phone_country")
	case r.Phone == "":
		return "", missingContact("phone")
	case r.PhoneCountry == "":
		return "", missingContact("phone_country")
	}
	to, err := s.Contacts.Phone(r.Phone, r.PhoneCountry)
	switch {
	case errors.Is(err, ErrCountry):
		return "", newFieldError(CodeUnsupportedCountry, contactPrefix+"phone_country", err.Error())
	case err != nil:
		return "", constraintError(contactPrefix+"phone", err.Error())
	}
	return to, nil
}

const maxAccess = 255 // characters

func (s *DistributionService) parseAccessCode(session Session, d Distribution, r DistributionRequest) (Distribution, error) {
	switch {
	case r.AccessID == "":
		return d, missingContact("access_id")
	case utf8.RuneCountInString(r.AccessID) > maxAccess:
		return d, constraintError(contactPrefix+"access_id", "must be the code as the payer's phone shows it")
	}
	d.Session, d.RecipientHash = session.ID, s.Sessions.Links.accessHash(r.AccessID)
	return d, nil
}

const contactPrefix = "contact_information."

func constraintError(field, want string) *Error { return newFieldError(CodeConstraint, field, want) }

func newFieldError(code Code, field, want string) *Error {
	return &Error{Code: code, Fields: []string{field}, Messages: []string{"Bad value: " + field + " (" + want + ")"}}
}

func missingContact(fields ...string) *Error {
	e := &Error{Code: CodeMissingContact}
	for _, field := range fields {
		e.Fields = append(e.Fields, contactPrefix+field)
		e.Messages = append(e.Messages, "Bad value: "+contactPrefix+field+" (is required for this method)")
	}
	return e
}
