package token

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// Routes are the operations of docs/spec/provider.md A.10.
func (s *Service) Routes() []merchantapi.Route {
	const token = "/customer-token/v1/tokens/{customer_token}"
	return []merchantapi.Route{
		merchantapi.Call("GET "+token, web.RateOther, s.read),
		merchantapi.Sale("POST "+token+"/order", web.RateCreate, s.order),
		// A doubled slash is one here, so this is the order of an empty token.
		merchantapi.Call("POST /customer-token/v1/tokens/order", web.RateCreate, refuseEmptyToken),
		merchantapi.Call("PATCH "+token+"/status", web.RateOther, s.cancel),
	}
}

func refuseEmptyToken(w http.ResponseWriter, r *http.Request, _ hpp.Merchant) {
	endpoint.WriteError(w, r, errNothing)
}

func (s *Service) read(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	token, err := s.Read(r.Context(), m, r.PathValue("customer_token"))
	endpoint.WriteJSON(w, r, token, err)
}

func (s *Service) order(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.Order(r.Context(), m, r.PathValue("customer_token"), tree, key)
	})
}

func (s *Service) cancel(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.Cancel(r.Context(), m, r.PathValue("customer_token"), tree, key)
	})
}
