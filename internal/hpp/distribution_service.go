package hpp

import "context"

// DistributionService brings a session's link to its payer: by message, at a
// till, or by the code on a phone. All fields are required; Check names those
// that are missing.
type DistributionService struct {
	// Sessions makes the view of a session and saves changes of one.
	Sessions      *SessionService
	Distributions DistributionStore
	AccessCodes   AccessStore
	Contacts      Contacts
	// Messengers send messages; a distribution by a method without one ends as
	// bounced.
	Messengers map[DistributionMethod]Messenger
	Limits     MessageLimits
}

// Check reports an error that names every missing field.
func (s *DistributionService) Check() error { return checkComplete(*s) }

// Distributor is a merchant's handing over of links, as the REST API needs it.
// DistributionService implements it.
type Distributor interface {
	Distribute(ctx context.Context, m Merchant, id SessionID, r DistributionRequest, key IdempotencyKey) error
	// Resend hands the link over once more, to whom an earlier distribution went.
	Resend(ctx context.Context, m Merchant, id SessionID, number int64, key IdempotencyKey) (Distribution, error)
	// Report lists a session's distributions, also after its end.
	Report(ctx context.Context, m Merchant, id SessionID) ([]Distribution, error)
}
