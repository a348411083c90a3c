package hpp

import (
	"encoding/base64"
	"slices"
	"strings"
)

// SearchKind is by what else than its id and its reference a session is found.
type SearchKind string

// The kinds. Their names are stored.
const (
	ByOrderID         SearchKind = "order"
	ByKlarnaReference SearchKind = "klarna_reference"
	ByProfile         SearchKind = "profile"
	ByContact         SearchKind = "contact" // a keyed hash, never the contact itself
)

// SearchKey is one of those by which a session is found. Other sessions of the
// merchant may have the same.
type SearchKey struct {
	Kind  SearchKind
	Value string
}

// maxSearchKeys is how many a session keeps: a payer who types ever new
// addresses is found by the first ones.
const maxSearchKeys = 50

// contactKey is the key of a contact in its normal form. It differs by merchant, so
// that two merchants' rows tell nothing of each other's customers.
func (l Links) contactKey(merchant MerchantID, contact string) SearchKey {
	sum := l.mac("search", string(merchant), strings.ToLower(contact))
	return SearchKey{ByContact, base64.RawURLEncoding.EncodeToString(sum[:tokenSize])}
}

// addSearchKeys notes by what a session is found now, and was not before.
func (s *SessionService) addSearchKeys(before Session, after *Session) {
	if id := after.Result.OrderID; id != before.Result.OrderID {
		after.addSearchKey(SearchKey{ByOrderID, id})
	}
	if reference := after.Result.Reference; reference != before.Result.Reference {
		after.addSearchKey(SearchKey{ByKlarnaReference, reference})
	}
	if after.Profile != before.Profile {
		after.addSearchKey(SearchKey{ByProfile, after.Profile})
	}
	if after.Payer.Email != before.Payer.Email {
		s.addContactKey(after, after.Payer.Email)
	}
	if after.Payer.Phone != before.Payer.Phone {
		s.addContactKey(after, after.Payer.Phone)
	}
	for _, r := range after.Recipients {
		if r.Number > before.DistributionCount {
			s.addContactKey(after, r.Email)
			s.addContactKey(after, r.Phone)
		}
	}
}

// addContactKey notes that a session is found by a contact. One that has no normal
// form is nobody's.
func (s *SessionService) addContactKey(session *Session, contact string) {
	if contact == "" {
		return
	}
	if normal, err := s.normalContact(contact, session.Purchase.Country); err == nil {
		session.addSearchKey(s.Links.contactKey(session.Merchant, normal))
	}
}

func (s *Session) addSearchKey(key SearchKey) {
	if key.Value == "" || len(s.SearchKeys) >= maxSearchKeys || slices.Contains(s.SearchKeys, key) {
		return
	}
	s.SearchKeys = append(s.SearchKeys[:len(s.SearchKeys):len(s.SearchKeys)], key)
}

// normalContact is the one form of an e-mail address or a phone number, of a
// country where it has no country code of its own; empty: it must have one.
func (s *SessionService) normalContact(contact, country string) (string, error) {
	if strings.Contains(contact, "@") {
		return s.Contacts.Email(contact)
	}
	if number, err := s.Contacts.Phone(contact, country); country != "" && err == nil {
		return number, nil
	}
	number, err := s.Contacts.SupportPhone(contact)
	if plain := plainNumber(contact); err != nil && plain != "" {
		return plain, nil // a number that no plan has, as in test data
	}
	return number, err
}

// maskedContacts are those of a session's payers, as much of each as may be shown.
func (s *SessionService) maskedContacts(session Session) (masked []string) {
	all := []string{session.Payer.Email, session.Payer.Phone}
	for _, r := range session.Recipients {
		all = append(all, r.Email, r.Phone)
	}
	for _, contact := range all {
		if contact == "" {
			continue
		}
		if normal, err := s.normalContact(contact, session.Purchase.Country); err == nil {
			contact = normal
		}
		if one := s.Contacts.Masked(contact); !slices.Contains(masked, one) {
			masked = append(masked, one)
		}
	}
	return masked
}

// plainNumber is a number that is written with its country code, without what
// people put between the digits; empty for any other.
func plainNumber(text string) string {
	rest, international := strings.CutPrefix(strings.TrimSpace(text), "+")
	digits := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "", "/", "").Replace(rest)
	if !international || len(digits) < 7 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return "+" + digits
}
