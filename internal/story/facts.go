package story

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
)

// Facts are what is stored of a session. Each list is in the order in which its
// entries came about.
type Facts struct {
	Session       hpp.ListedSession
	Events        []hpp.Event
	Distributions []hpp.Distribution
	Deliveries    []delivery.Delivery
	// RenewedAt is when the session that takes this one's place was made; zero:
	// none does.
	RenewedAt time.Time
	Now       time.Time
}

// Sessions are what the facts are read from. hpp.Store is.
type Sessions interface {
	ListEvents(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID) ([]hpp.Event, error)
	FindForMerchant(ctx context.Context, merchant hpp.MerchantID, id hpp.SessionID) (hpp.Session, error)
}

// Distributions answers what was handed over of a session. hpp.DistributionStore
// does.
type Distributions interface {
	List(ctx context.Context, id hpp.SessionID) ([]hpp.Distribution, error)
}

// Service reads and tells the stories of sessions. All fields are required.
type Service struct {
	Lists         hpp.SessionLists
	Sessions      Sessions
	Distributions Distributions
	Deliveries    delivery.Store
	Now           func() time.Time
}

// Read answers the story of a merchant's session, also after its end;
// hpp.ErrNotFound where it has none of that id.
func (s Service) Read(ctx context.Context, m hpp.Merchant, id hpp.SessionID) (Story, error) {
	facts, err := s.facts(ctx, m, id)
	if err != nil {
		return Story{}, err
	}
	return Of(facts), nil
}

func (s Service) facts(ctx context.Context, m hpp.Merchant, id hpp.SessionID) (f Facts, err error) {
	f.Now = s.Now()
	if f.Session, err = s.Lists.DescribeSession(ctx, m, id); err != nil {
		return f, err
	}
	if f.Events, err = s.Sessions.ListEvents(ctx, m.ID(), id); err != nil {
		return f, err
	}
	if f.Distributions, err = s.Distributions.List(ctx, id); err != nil {
		return f, err
	}
	if f.Deliveries, err = s.Deliveries.ListOf(ctx, m.ID(), string(id)); err != nil {
		return f, err
	}
	if next := f.Session.Renewal.RenewedBy; next != "" {
		renewed, err := s.Sessions.FindForMerchant(ctx, m.ID(), next)
		if err != nil && !hpp.IsCode(err, hpp.CodeNotFound) {
			return f, err
		}
		f.RenewedAt = renewed.CreatedAt
	}
	return f, nil
}
