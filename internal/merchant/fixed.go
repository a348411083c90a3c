package merchant

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/hpp"
)

// fixedNames is where the ids of merchants with chosen credentials come from,
// so that the same user name gives the same merchant on every machine.
var fixedNames = uuid.MustParse("6f1c5e0e-1c1b-5f0a-9a57-3d1d0b0d7c11")

const maxChosen = 100 // bytes of a chosen user name or password

// ErrOtherPassword means that a user name exists with another password.
var ErrOtherPassword = errors.New("the user name exists with another password: choose another name, or begin with a new database")

// CheckPair reads credentials of the form user:password for Fix.
func CheckPair(pair string) (username, password string, err error) {
	username, password, ok := strings.Cut(pair, ":")
	odd := func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) }
	fine := ok && username != "" && password != "" && len(username) <= maxChosen && len(password) <= maxChosen &&
		!strings.ContainsFunc(pair, odd)
	if !fine {
		return "", "", fmt.Errorf("must be user:password, each of 1 to %d printable characters without blanks", maxChosen)
	}
	return username, password, nil
}

// Fix makes a merchant with credentials that were chosen, or finds it. Its id,
// and with the same server's secret its callback secret, follow from the user
// name. For test money only: chosen passwords can be guessed.
func (s *Service) Fix(ctx context.Context, username, password, name string) (hpp.MerchantID, error) {
	id := hpp.MerchantID(uuid.NewSHA1(fixedNames, []byte(username)).String())
	account := Account{ID: id, Name: name, WebhookVersion: 1, CreatedAt: s.instant()}
	credential := Credential{Username: username, Merchant: id, PasswordHash: s.hash(username, password), CreatedAt: s.instant()}
	err := s.store.Insert(ctx, account, credential)
	if !errors.Is(err, ErrTaken) {
		return id, err
	}
	is, err := s.Verify(ctx, username, password)
	if errors.Is(err, ErrRefused) {
		return "", ErrOtherPassword
	}
	return is.ID(), err
}
