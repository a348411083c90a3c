package rest

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// tellStory tells what happened to a session.
func (s Server) tellStory(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	told, err := s.Stories.Read(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, openhppwire.StoryBody(told))
}
