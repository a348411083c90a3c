package payment

import (
	"context"
	"errors"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
)

// CallOff ends a session that is not paid, and gives back what was authorized.
// Doing it again changes nothing; a session that became an order is ErrCompleted.
func (s *Service) CallOff(ctx context.Context, merchant hpp.MerchantID, id string) error {
	now := s.now()
	var jobs []endpoint.Job
	_, err := s.Store.UpdateSession(ctx, merchant, id, endpoint.IdempotencyKey{At: now}, func(session *Session) (endpoint.Answer, error) {
		switch {
		case session.Over(now):
			return endpoint.Answer{}, ErrNoSession
		case session.Complete():
			return endpoint.Answer{}, ErrCompleted
		case session.Cancelled:
			return endpoint.Answer{Status: http.StatusNoContent}, nil
		}
		if session.Token(now) != "" {
			if err := s.release(ctx, session, now); err != nil {
				return endpoint.Answer{}, err
			}
		}
		session.Cancelled = true
		session.Jobs = append(session.Jobs, endpoint.Notice{ID: id}.Job("cancelled "+id, now))
		jobs = session.Jobs
		return endpoint.Answer{Status: http.StatusNoContent}, nil
	})
	if err != nil {
		return endpoint.NotFoundAs(err, ErrNoSession)
	}
	s.Wake(endpoint.Kinds(jobs)...)
	return nil
}

// ErrDecided means that an attempt has its answer, or never began.
var ErrDecided = errors.New("payment: the attempt is decided")

// Readdress changes the e-mail address of an attempt that the acquirer has not
// answered: the next question names the new one. ErrDecided for any other.
func (s *Service) Readdress(ctx context.Context, merchant hpp.MerchantID, id, key, email string) error {
	_, err := s.Store.Attempt(ctx, merchant, id, key, func(_ *Session, attempt *payer.Attempt) error {
		if attempt.State != payer.Asked {
			return ErrDecided
		}
		attempt.Payer.Email = email
		return nil
	})
	return endpoint.NotFoundAs(err, ErrNoSession)
}
