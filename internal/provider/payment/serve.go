package payment

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// prefixes of the API: today's and the older one, which is the same.
var prefixes = []string{"/payments/v1", "/credit/v1"}

// Routes are the operations of docs/spec/provider.md A.1 and, below /playground/, the
// payer's side, which that API leaves to the provider.
func (s *Service) Routes() endpoint.Routes {
	routes := endpoint.Routes{
		"POST /playground/v1/payments/{session_id}/authorize": s.authorize,
		"GET /playground/v1/payments/{session_id}":            s.readForPayer,
	}
	for _, base := range prefixes {
		routes["POST "+base+"/sessions"] = s.createSession
		routes["GET "+base+"/sessions/{session_id}"] = s.readSession
		routes["POST "+base+"/sessions/{session_id}"] = s.updateSession
		routes["POST "+base+"/authorizations/{token}/order"] = s.placeOrder
		routes["POST "+base+"/authorizations/{token}/customer-token"] = s.tokenize
		routes["DELETE "+base+"/authorizations/{token}"] = s.cancelAuthorization
	}
	return routes
}

// Mount adds what browsers ask for without credentials.
func (s *Service) Mount(mux web.Mux) {
	mux.HandleFunc("GET /payments/v1/sessions/{session_id}/redirect", s.redirect)
	mux.HandleFunc("GET "+assetPath+"{file}", s.asset)
}

func (s *Service) createSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree web.Object, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.CreateSession(r.Context(), m, tree, key)
	})
}

func (s *Service) updateSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree web.Object, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.UpdateSession(r.Context(), m, r.PathValue("session_id"), tree, key)
	})
}

func (s *Service) placeOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree web.Object, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.PlaceOrder(r.Context(), m, r.PathValue("token"), tree, key)
	})
}

func (s *Service) tokenize(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree web.Object, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.Tokenize(r.Context(), m, r.PathValue("token"), tree, key)
	})
}

func (s *Service) readSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.ReadSession(r.Context(), m, r.PathValue("session_id"))
	endpoint.WriteJSON(w, r, withZeros(session), err)
}

func (s *Service) cancelAuthorization(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.CancelAuthorization(r.Context(), m, r.PathValue("token")); err != nil {
		endpoint.WriteError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
