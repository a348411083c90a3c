package inbox

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// pollInterval is the time between two queries of the store.
const pollInterval = 100 * time.Millisecond

// await answers the messages that match, at once or as soon as there are some;
// none when the time is over. Between two queries it holds no connection.
func (s Server) await(ctx context.Context, merchant hpp.MerchantID, q query) ([]Message, error) {
	end := time.Now().Add(q.wait)
	found, err := s.Store.Messages(ctx, merchant, q.filter)
	if q.wait == 0 {
		return found, err
	}
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for err == nil && len(found) == 0 && time.Now().Before(end) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.Stop:
			return nil, nil
		case <-tick.C:
		}
		found, err = s.Store.Messages(ctx, merchant, q.filter)
	}
	return found, err
}
