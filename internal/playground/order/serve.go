package order

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/playground/exchange"
	"github.com/openhpp/openhpp/internal/web"
)

// Routes are the operations of provider.md C.1.
func (s *Service) Routes() exchange.Routes {
	const order = "/ordermanagement/v1/orders/{order_id}"
	return exchange.Routes{
		"GET " + order:                            s.readOrder,
		"GET " + order + "/captures":              s.listCaptures,
		"POST " + order + "/captures":             s.captureOrder,
		"GET " + order + "/captures/{capture_id}": s.readCapture,
	}
}

func (s *Service) readOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	order, err := s.ReadOrder(r.Context(), m, r.PathValue("order_id"))
	exchange.Show(w, r, order, err)
}

func (s *Service) listCaptures(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	captures, err := s.ListCaptures(r.Context(), m, r.PathValue("order_id"))
	exchange.Show(w, r, captures, err)
}

func (s *Service) readCapture(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	capture, err := s.ReadCapture(r.Context(), m, r.PathValue("order_id"), r.PathValue("capture_id"))
	exchange.Show(w, r, capture, err)
}

func (s *Service) captureOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	exchange.Change(w, r, s.now(), func(tree web.Object, once exchange.Once) (exchange.Answer, error) {
		return s.CaptureOrder(r.Context(), m, r.PathValue("order_id"), tree, once)
	})
}
