package playground

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

func (s *Server) createSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	s.change(w, r, func(tree web.Object, once Once) (Answer, error) {
		return s.Service.CreateSession(r.Context(), m, tree, once)
	})
}

func (s *Server) updateSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	s.change(w, r, func(tree web.Object, once Once) (Answer, error) {
		return s.Service.UpdateSession(r.Context(), m, r.PathValue("session_id"), tree, once)
	})
}

func (s *Server) placeOrder(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	s.change(w, r, func(tree web.Object, once Once) (Answer, error) {
		return s.Service.PlaceOrder(r.Context(), m, r.PathValue("token"), tree, once)
	})
}

func (s *Server) readSession(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.Service.ReadSession(r.Context(), m, r.PathValue("session_id"))
	show(w, r, session, err)
}

func (s *Server) cancelAuthorization(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.Service.CancelAuthorization(r.Context(), m, r.PathValue("token")); err != nil {
		fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
