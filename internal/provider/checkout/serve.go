package checkout

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/web"
)

// Routes are the operations of docs/spec/provider.md B.1.
func (s *Service) Routes() []merchantapi.Route {
	const order = "/checkout/v3/orders/{order_id}"
	call, sale, other := merchantapi.Call, merchantapi.Sale, web.RateOther
	return []merchantapi.Route{
		sale("POST /checkout/v3/orders", web.RateCreate, s.create),
		call("GET "+order, other, s.read),
		call("POST "+order, other, s.update),
		call("POST "+order+"/abort", other, s.abort),
	}
}

// Mount adds what browsers ask for without credentials.
func (s *Service) Mount(table *web.Table) {
	table.Add(web.Route{
		Method: http.MethodGet, Path: "/playground/checkout/{order_id}/{proof}",
		Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginAny,
	}, http.HandlerFunc(s.open))
}

func (s *Service) create(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.Create(r.Context(), m, tree, key)
	})
}

func (s *Service) read(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	order, err := s.Read(r.Context(), m, r.PathValue("order_id"))
	endpoint.WriteJSON(w, r, order, err)
}

func (s *Service) update(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeChange(w, r, s.now(), func(tree jsonfields.Document, key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.Update(r.Context(), m, r.PathValue("order_id"), tree, key)
	})
}

func (s *Service) abort(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	endpoint.ServeAction(w, r, s.now(), func(key endpoint.IdempotencyKey) (endpoint.Answer, error) {
		return s.Abort(r.Context(), m, r.PathValue("order_id"), key)
	})
}
