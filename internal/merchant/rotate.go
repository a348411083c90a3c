package merchant

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// MaxOverlap is how long what was rotated may go on working at most.
const MaxOverlap = 90 * 24 * time.Hour

var errOverlap = errors.New("the overlap must be between 0s and 2160h (90 days), such as 24h")

// Rotate gives a merchant new credentials. The ones before work on for overlap,
// or until half a second later when that is 0. ErrUnknown when there is no such
// merchant, ErrDisabled when it is disabled.
func (s *Service) Rotate(ctx context.Context, id hpp.MerchantID, overlap time.Duration) (Credentials, error) {
	if overlap < 0 || overlap > MaxOverlap {
		return Credentials{}, errOverlap
	}
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return Credentials{}, err
	}
	stored, shown := s.issue(account)
	if err := s.store.Rotate(ctx, stored, stored.CreatedAt.Add(overlap)); err != nil {
		return Credentials{}, err
	}
	if account, err = s.store.Account(ctx, id); err != nil {
		return Credentials{}, err
	}
	for _, login := range account.InUse(s.now()) {
		if login.Username != shown.Username {
			shown.Ending = append(shown.Ending, login)
		}
	}
	return shown, nil
}

// Webhook is a callback secret in its whsec_ form, and when it stops signing.
type Webhook struct {
	Secret string    `json:"webhook_secret"`
	EndsAt time.Time `json:"ends_at,omitzero"` // UTC; zero: no end is set
}

// RotateWebhook changes a merchant's callback secret and answers all that sign
// from then on, the new one first. Those before it go on signing for overlap,
// so that a receiver can take over the new one in its own time. ErrUnknown when
// there is no such merchant.
func (s *Service) RotateWebhook(ctx context.Context, id hpp.MerchantID, overlap time.Duration) ([]Webhook, error) {
	if overlap < 0 || overlap > MaxOverlap {
		return nil, errOverlap
	}
	now := s.instant()
	account, err := s.store.RotateWebhook(ctx, id, now, now.Add(overlap))
	if err != nil {
		return nil, err
	}
	return s.signing(account), nil
}
