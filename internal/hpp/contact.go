package hpp

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Contacts judges where messages may go. Errors say what would be right;
// ErrCountry is the one that has a code of its own.
type Contacts interface {
	// Email answers an address in its one normal form.
	Email(address string) (string, error)
	// Phone answers a mobile number of a country as E.164.
	Phone(number, country string) (string, error)
	// Masked is as much of an address or number as may be shown.
	Masked(contact string) string
}

// ErrCountry means that a phone number's country is outside the region.
var ErrCountry = errors.New("must be a country of this region")

// addressed checks a request and answers where it leads.
func (s *Service) addressed(session Session, r DistributionRequest) (Distribution, error) {
	method := DistributionMethod(strings.ToLower(r.Method))
	d := Distribution{Session: session.ID, Method: method}
	var err error
	switch method {
	case ByEmail:
		d.To, err = s.emailed(r)
	case BySMS:
		d.To, err = s.texted(r)
	case ByToken:
		return s.shown(session, d, r)
	case "":
		err = constraint("method", "is required: sms, email or token")
	default:
		err = constraint("method", "must be sms, email or token")
	}
	if err != nil {
		return Distribution{}, err
	}
	d.Shown, d.Recipient = s.Contacts.Masked(d.To), s.Links.Recipient(session.Merchant, method, d.To)
	return d, nil
}

func (s *Service) emailed(r DistributionRequest) (string, error) {
	if r.Email == "" {
		return "", missing("email")
	}
	to, err := s.Contacts.Email(r.Email)
	if err != nil {
		return "", constraint(contactField+"email", err.Error())
	}
	return to, nil
}

func (s *Service) texted(r DistributionRequest) (string, error) {
	switch {
	case r.Phone == "" && r.PhoneCountry == "":
		return "", missing("phone", "phone_country")
	case r.Phone == "":
		return "", missing("phone")
	case r.PhoneCountry == "":
		return "", missing("phone_country")
	}
	to, err := s.Contacts.Phone(r.Phone, r.PhoneCountry)
	switch {
	case errors.Is(err, ErrCountry):
		return "", faultOf(CodeUnsupportedCountry, contactField+"phone_country", err.Error())
	case err != nil:
		return "", constraint(contactField+"phone", err.Error())
	}
	return to, nil
}

const maxAccess = 255 // characters

func (s *Service) shown(session Session, d Distribution, r DistributionRequest) (Distribution, error) {
	switch {
	case r.AccessID == "":
		return d, missing("access_id")
	case utf8.RuneCountInString(r.AccessID) > maxAccess:
		return d, constraint(contactField+"access_id", "must be the code as the payer's phone shows it")
	}
	d.Session, d.Recipient = session.ID, s.Links.accessHash(r.AccessID)
	return d, nil
}

const contactField = "contact_information."

func constraint(field, want string) *Error { return faultOf(CodeConstraint, field, want) }

func faultOf(code Code, field, want string) *Error {
	return &Error{Code: code, Fields: []string{field}, Messages: []string{"Bad value: " + field + " (" + want + ")"}}
}

func missing(fields ...string) *Error {
	e := &Error{Code: CodeMissingContact}
	for _, field := range fields {
		e.Fields = append(e.Fields, contactField+field)
		e.Messages = append(e.Messages, "Bad value: "+contactField+field+" (is required for this method)")
	}
	return e
}
