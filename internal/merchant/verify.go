package merchant

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
)

const hashSize = sha256.Size

type refused struct{}

func (refused) Error() string { return "unknown user name or wrong password" }

// Unauthorized tells transports that the credentials, not the server, failed.
func (refused) Unauthorized() bool { return true }

// ErrRefused means that a pair of credentials opens nothing, for any reason.
var ErrRefused error = refused{}

// Verify answers the merchant with these credentials, or ErrRefused. What has
// ended or was disabled, by any process, is refused within half a second. Refusing
// is the same work whether or not the user exists.
func (s *Service) Verify(ctx context.Context, username, password string) (hpp.Merchant, error) {
	hash, now := s.hash(username, password), s.now()
	if m, ok := s.recent.find([hashSize]byte(hash), now); ok {
		return m, nil
	}
	m, err := s.lookUp(ctx, username, hash)
	if err == nil {
		s.recent.keep([hashSize]byte(hash), m, now)
	}
	return m, err
}

// lookUp asks the store whose credentials these are.
func (s *Service) lookUp(ctx context.Context, username string, hash []byte) (hpp.Merchant, error) {
	credential, account, err := s.store.Credential(ctx, username)
	known := err == nil
	if err != nil && !errors.Is(err, ErrUnknown) {
		return hpp.Merchant{}, err
	}
	// For an unknown user the stored hash is empty and equals nothing.
	right := hmac.Equal(hash, pad(credential.PasswordHash))
	if !known || !right || ended(credential.EndsAt, s.now()) || account.Disabled() {
		return hpp.Merchant{}, ErrRefused
	}
	return hpp.Authenticated(account.ID, account.Name), nil
}

// pad makes every stored hash as long as a computed one, because a comparison
// of different lengths ends at once.
func pad(hash []byte) []byte {
	padded := make([]byte, hashSize)
	copy(padded, hash)
	return padded
}

// hash is the stored form of a password. Passwords are generated with 130
// random bits, so a fast hash is enough; the key makes a stolen table useless.
func (s *Service) hash(username, password string) []byte {
	return s.mac("password", username, password)
}

func (s *Service) mac(parts ...string) []byte {
	mac := hmac.New(sha256.New, s.secret)
	for _, part := range parts {
		mac.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return mac.Sum(nil)
}
