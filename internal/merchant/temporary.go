package merchant

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/openhpp/openhpp/internal/hpp"
)

// CreateUntil is Create for a merchant whose credentials stop working at a time,
// UTC milliseconds. announce is called with its id before it is kept; an error of
// it is answered, and nothing is made.
func (s *Service) CreateUntil(ctx context.Context, name string, end time.Time, announce func(hpp.MerchantID) error) (Credentials, error) {
	name, err := checkName(name)
	if err != nil {
		return Credentials{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Credentials{}, fmt.Errorf("merchant: make an id: %w", err)
	}
	account := Account{ID: hpp.MerchantID(id.String()), Name: name, WebhookVersion: 1, CreatedAt: s.instant()}
	if err := announce(account.ID); err != nil {
		return Credentials{}, err
	}
	stored, shown := s.issue(account)
	stored.EndsAt = end
	if err := s.store.Insert(ctx, account, stored); err != nil {
		return Credentials{}, fmt.Errorf("merchant: store: %w", err)
	}
	return shown, nil
}

// CheckName reports what is wrong with a merchant's name.
func CheckName(name string) error {
	_, err := checkName(name)
	return err
}
