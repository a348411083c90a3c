package rest

import (
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// resend hands a link over once more, to whom an earlier distribution went. What
// is no number names no distribution.
func (s Server) resend(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		refuse(w, r, hpp.ErrNotFound)
		return
	}
	key, err := idempotencyKey(r, nil)
	if err != nil {
		refuse(w, r, err)
		return
	}
	d, err := s.Distributions.Resend(r.Context(), m, sessionID(r), number, key)
	if err != nil {
		refuseExtended(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusCreated, openhppwire.DistributionBody(d))
}
