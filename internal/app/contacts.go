package app

import (
	"errors"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/message/contact"
	"github.com/openhpp/openhpp/internal/typed/phone"
)

// contacts judges addresses for this server's region.
type contacts struct {
	region string
	// samples are numbers of published examples, in E.164, that are taken
	// whatever their numbering plan says; nil in production.
	samples map[string]bool
}

// Email implements hpp.Contacts.
func (contacts) Email(address string) (string, error) { return contact.Email(address) }

// Phone implements hpp.Contacts.
func (c contacts) Phone(number, country string) (string, error) {
	e164, err := contact.Phone(number, country, c.region)
	switch sample := phone.Normal(number, country); {
	case errors.Is(err, contact.ErrCountry):
		return "", countryError{err}
	case err != nil && c.samples[sample]:
		return sample, nil
	}
	return e164, err
}

// SupportPhone implements hpp.Contacts.
func (contacts) SupportPhone(number string) (string, error) { return contact.SupportPhone(number) }

// countryError is contact's refusal of a country as the core knows it.
type countryError struct{ error }

func (countryError) Is(target error) bool { return target == hpp.ErrCountry }

// Masked implements hpp.Contacts.
func (contacts) Masked(to string) string { return contact.Mask(to) }
