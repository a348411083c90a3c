package payment

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/web"
)

// prefixes of the API: today's and the older one, which is the same.
var prefixes = []string{"/payments/v1", "/credit/v1"}

// Routes are the operations of provider.md A.1 and, below /playground/, the
// payer's side, which that API leaves to the provider.
func (s *Service) Routes() exchange.Routes {
	routes := exchange.Routes{
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
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.CreateSession(r.Context(), m, tree, once)
	})
}

func (s *Service) updateSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.UpdateSession(r.Context(), m, r.PathValue("session_id"), tree, once)
	})
}

func (s *Service) placeOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.PlaceOrder(r.Context(), m, r.PathValue("token"), tree, once)
	})
}

func (s *Service) tokenize(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.Tokenize(r.Context(), m, r.PathValue("token"), tree, once)
	})
}

func (s *Service) readSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.ReadSession(r.Context(), m, r.PathValue("session_id"))
	exchange.Show(w, r, withZeros(session), err)
}

func (s *Service) cancelAuthorization(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.CancelAuthorization(r.Context(), m, r.PathValue("token")); err != nil {
		exchange.Fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
