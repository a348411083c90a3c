package inbox

import (
	"context"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// pause is the time between two looks at the store.
const pause = 100 * time.Millisecond

// await answers the messages that match, at once or as soon as there are some;
// none when the time is over. Between two looks it holds nothing of the store.
func (s Server) await(ctx context.Context, merchant hpp.MerchantID, q query) ([]Message, error) {
	end := time.Now().Add(q.wait)
	found, err := s.Store.Messages(ctx, merchant, q.filter)
	if q.wait == 0 {
		return found, err
	}
	tick := time.NewTicker(pause)
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
