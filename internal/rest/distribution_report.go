package rest

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// reportDistributions tells what became of the links that were handed over.
func (s Server) reportDistributions(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	all, err := s.Distributions.Report(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusOK, openhppwire.Distributions(all))
}
