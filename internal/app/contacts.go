package app

import (
	"errors"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/message/contact"
)

// contacts judges addresses for this server's region.
type contacts struct{ region string }

// Email implements hpp.Contacts.
func (contacts) Email(address string) (string, error) { return contact.Email(address) }

// Phone implements hpp.Contacts.
func (c contacts) Phone(number, country string) (string, error) {
	e164, err := contact.Phone(number, country, c.region)
	if errors.Is(err, contact.ErrCountry) {
		err = outside{err}
	}
	return e164, err
}

// outside is contact's refusal of a country as the core knows it.
type outside struct{ error }

func (outside) Is(target error) bool { return target == hpp.ErrCountry }

// Masked implements hpp.Contacts.
func (contacts) Masked(to string) string { return contact.Masked(to) }
