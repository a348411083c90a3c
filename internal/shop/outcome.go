package shop

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/client"
)

var outcomes = []string{"success", "failure", "back", "cancel", "error"}

// comeBack is where the payment page sends the payer. The address proves
// nothing, whatever it says: what happened is asked of the server.
func (s *Shop) comeBack(w http.ResponseWriter, r *http.Request) {
	p, ok := s.ledger.find(r.URL.Query().Get("purchase"))
	if !ok || !slices.Contains(outcomes, r.PathValue("outcome")) {
		s.unknownPurchase(w, r)
		return
	}
	found := s.ask(r.Context(), p)
	status := http.StatusOK
	if found.Unreachable {
		status = http.StatusBadGateway
	}
	s.render(w, r, status, "purchase.html", newPurchaseView(p, found))
}

func (s *Shop) unknownPurchase(w http.ResponseWriter, r *http.Request) {
	s.problem(w, r, http.StatusNotFound, "This shop does not know that purchase", "It remembers purchases only while it runs.")
}

// answer is what the server says of a purchase.
type answer struct {
	Session     client.Session
	Order       *client.Order // nil when there is none, or it cannot be read now
	Expired     bool
	Unreachable bool
}

func (s *Shop) ask(ctx context.Context, p purchase) answer {
	session, err := s.config.Client.ReadSession(ctx, p.SessionID)
	if refused, ok := errors.AsType[*client.Error](err); ok && refused.Status == http.StatusNotFound {
		return s.withOrder(ctx, p, answer{Expired: true})
	}
	if err != nil {
		s.config.Log.ErrorContext(ctx, "session not read", "error", err)
		return answer{Unreachable: true}
	}
	return s.withOrder(ctx, p, answer{Session: session})
}

func (s *Shop) withOrder(ctx context.Context, p purchase, found answer) answer {
	id := p.OrderID
	if id == "" {
		id = found.Session.OrderID
	}
	if id == "" {
		return found
	}
	order, err := s.config.Client.ReadOrder(ctx, id)
	if err != nil {
		s.config.Log.ErrorContext(ctx, "order not read", "error", err)
		order = client.Order{OrderID: id}
	}
	found.Order = &order
	return found
}
