package token

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/web"
)

// Routes are the operations of provider.md A.10.
func (s *Service) Routes() exchange.Routes {
	const token = "/customer-token/v1/tokens/{customer_token}"
	return exchange.Routes{
		"GET " + token:             s.read,
		"POST " + token + "/order": s.order,
		// A doubled slash is one here, so this is the order of an empty token.
		"POST /customer-token/v1/tokens/order": func(w http.ResponseWriter, r *http.Request, _ hpp.Merchant) { exchange.Fail(w, r, errNothing) },
		"PATCH " + token + "/status":           s.cancel,
	}
}

func (s *Service) read(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	token, err := s.Read(r.Context(), m, r.PathValue("customer_token"))
	exchange.Show(w, r, token, err)
}

func (s *Service) order(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.Order(r.Context(), m, r.PathValue("customer_token"), tree, once)
	})
}

func (s *Service) cancel(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.Cancel(r.Context(), m, r.PathValue("customer_token"), tree, once)
	})
}
