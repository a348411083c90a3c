package payment

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// prefixes of the API: today's and the older one, which is the same.
var prefixes = []string{"/payments/v1", "/credit/v1"}

// Routes are the operations of docs/spec/provider.md A.1.
func (s *Service) Routes() []merchantapi.Route {
	call, sale, other := merchantapi.Call, merchantapi.Sale, web.RateOther
	var routes []merchantapi.Route
	for _, base := range prefixes {
		routes = append(routes,
			sale("POST "+base+"/sessions", web.RateCreate, s.createSession),
			call("GET "+base+"/sessions/{session_id}", other, s.readSession),
			call("POST "+base+"/sessions/{session_id}", other, s.updateSession),
			sale("POST "+base+"/authorizations/{token}/order", other, s.placeOrder),
			sale("POST "+base+"/authorizations/{token}/customer-token", web.RateCreate, s.tokenize),
			call("DELETE "+base+"/authorizations/{token}", other, s.cancelAuthorization),
		)
	}
	return routes
}

// Mount adds what browsers ask for without credentials.
func (s *Service) Mount(table *web.Table) {
	table.Add(web.Route{
		Method: http.MethodGet, Path: "/payments/v1/sessions/{session_id}/redirect",
		Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginAny,
	}, http.HandlerFunc(s.redirect))
	table.AddPublic(assetPath+"{file}", s.asset)
}

func (s *Service) createSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.CreateSession(r.Context(), m, tree, key)
	})
}

func (s *Service) updateSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.UpdateSession(r.Context(), m, r.PathValue("session_id"), tree, key)
	})
}

func (s *Service) placeOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.PlaceOrder(r.Context(), m, r.PathValue("token"), tree, key)
	})
}

func (s *Service) tokenize(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.Tokenize(r.Context(), m, r.PathValue("token"), tree, key)
	})
}

func (s *Service) readSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.ReadSession(r.Context(), m, r.PathValue("session_id"))
	endpoint.WriteJSON(w, r, withZeros(session), err)
}

func (s *Service) cancelAuthorization(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.CancelAuthorization(r.Context(), m.ID(), r.PathValue("token")); err != nil {
		endpoint.WriteError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
