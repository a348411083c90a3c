package rest

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/web"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// renew makes the session that takes an expired one's place. Asking twice is
// asking once; a body is needed only to name another payment session.
func (s Server) renew(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var request openhppwire.RenewalRequest
	var object jsonfields.Document
	body, err := web.ReadBody(w, r)
	if err == nil && len(body) > 0 {
		object, err = web.DecodeText(body, &request)
	}
	if err != nil {
		refuse(w, r, err)
		return
	}
	key, err := idempotencyKey(r, object)
	if err != nil {
		refuse(w, r, err)
		return
	}
	next, err := s.Sessions.Renew(r.Context(), m, sessionID(r), request.PaymentSessionURL, key)
	if err != nil {
		refuseExtended(w, r, err)
		return
	}
	self := s.Links.SessionURL(next)
	w.Header().Set("Location", self)
	web.WriteJSON(w, http.StatusCreated, openhppwire.RenewedSession{
		SessionID: next.ID, Renews: next.Renewal.Renews, SessionURL: self, RedirectURL: s.Links.PageURL(next),
		QRCodeURL: s.Links.QRURL(next), DistributionURL: self + "/distribution", ExpiresAt: hppwire.Timestamp(next.ExpiresAt),
		DistributionModule: s.moduleBody(next, s.Now()),
	})
}
