package rest

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
	wire "github.com/openhpp/openhpp/internal/wire/hpp"
)

func sessionID(r *http.Request) hpp.SessionID { return hpp.SessionID(r.PathValue("session_id")) }

func (s Server) read(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.Sessions.Read(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, wire.ReadBody(session))
}

func (s Server) disable(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	if err := s.Sessions.Disable(r.Context(), m, sessionID(r)); err != nil {
		refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// notImplemented answers for addresses that create hands out but whose work is not
// built. The session is looked up first: a stranger learns nothing more here
// than from reading it.
func (s Server) notImplemented(what string) merchantapi.Handler {
	return func(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
		_, err := s.Sessions.Read(r.Context(), m, sessionID(r))
		if err == nil {
			err = &hpp.Error{Code: hpp.CodeNotImplemented, Messages: []string{what + " is not available on this server yet"}}
		}
		refuse(w, r, err)
	}
}
