package playground

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

func (s *Server) readOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	order, err := s.Service.ReadOrder(r.Context(), m, r.PathValue("order_id"))
	show(w, r, order, err)
}

func (s *Server) listCaptures(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	captures, err := s.Service.ListCaptures(r.Context(), m, r.PathValue("order_id"))
	show(w, r, captures, err)
}

func (s *Server) readCapture(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	capture, err := s.Service.ReadCapture(r.Context(), m, r.PathValue("order_id"), r.PathValue("capture_id"))
	show(w, r, capture, err)
}

func (s *Server) captureOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	s.change(w, r, func(tree web.Object, once Once) (Answer, error) {
		return s.Service.CaptureOrder(r.Context(), m, r.PathValue("order_id"), tree, once)
	})
}
