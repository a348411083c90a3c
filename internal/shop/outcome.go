package shop

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/client"
)

var outcomes = []string{"success", "failure", "back", "cancel", "error"}

// returnPage is where the payment page sends the payer. Of the address only
// the signed result is believed; all else is read from the server.
func (s *Shop) returnPage(w http.ResponseWriter, r *http.Request) {
	p, ok := s.purchases.find(r.URL.Query().Get("purchase"))
	if !ok || !slices.Contains(outcomes, r.PathValue("outcome")) {
		s.unknownPurchase(w, r)
		return
	}
	p = s.takeResult(r, p)
	found := s.readAnswer(r.Context(), p)
	status := http.StatusOK
	if found.Unreachable && p.Paid.SessionID == "" {
		status = http.StatusBadGateway
	}
	s.render(w, r, status, "purchase.html", newPurchaseView(p, found))
}

func (s *Shop) unknownPurchase(w http.ResponseWriter, r *http.Request) {
	s.showProblem(w, r, http.StatusNotFound, "This shop does not know that purchase", "It remembers purchases only while it runs.")
}

// serverAnswer is what the server answers about a purchase.
type serverAnswer struct {
	Session     client.Session
	Order       *client.Order // nil when there is none, or it cannot be read now
	Expired     bool
	Unreachable bool
}

func (s *Shop) readAnswer(ctx context.Context, p purchase) serverAnswer {
	session, err := s.config.Client.ReadSession(ctx, p.SessionID)
	if refused, ok := errors.AsType[*client.Error](err); ok && refused.Status == http.StatusNotFound {
		return s.withOrder(ctx, p, serverAnswer{Expired: true})
	}
	if err != nil {
		s.config.Log.ErrorContext(ctx, "session not read", "error", err)
		return serverAnswer{Unreachable: true}
	}
	return s.withOrder(ctx, p, serverAnswer{Session: session})
}

func (s *Shop) withOrder(ctx context.Context, p purchase, found serverAnswer) serverAnswer {
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
