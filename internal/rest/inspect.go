package rest

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// findByReference lists the sessions that payers know by a reference.
func (s Server) findByReference(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	found, err := s.Sessions.FindByReference(r.Context(), m, r.URL.Query().Get("reference"))
	if err != nil {
		refuse(w, r, err)
		return
	}
	list := openhppwire.SessionList{Sessions: make([]openhppwire.Session, 0, len(found))}
	for _, session := range found {
		list.Sessions = append(list.Sessions, openhppwire.SessionBody(session))
	}
	web.WriteJSON(w, http.StatusOK, list)
}

// inspect tells how a session stands, also after its end.
func (s Server) inspect(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.Sessions.Inspect(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, openhppwire.SessionBody(session))
}

// reopen lets payers try again after too many attempts have failed. Asking
// twice is asking once.
func (s Server) reopen(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.Sessions.Reopen(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, openhppwire.SessionBody(session))
}
