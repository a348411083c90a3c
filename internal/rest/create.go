package rest

import (
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/web"
	wire "github.com/openhpp/openhpp/internal/wire/hpp"
)

func (s Server) create(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var request wire.SessionCreationRequest
	object, err := web.Decode(w, r, &request)
	if err != nil {
		refuse(w, r, err)
		return
	}
	key, err := idempotencyKey(r, object)
	if err != nil {
		refuse(w, r, err)
		return
	}
	session, err := s.Sessions.Create(r.Context(), m, sessionRequest(request, object), key)
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.Header().Set("Location", s.Links.SessionURL(session))
	web.WriteJSON(w, http.StatusCreated, s.createdBody(session))
}

// sessionRequest hands the request to the core as it was sent; the core judges it.
func sessionRequest(r wire.SessionCreationRequest, sent jsonfields.Document) hpp.SessionRequest {
	return hpp.SessionRequest{
		PaymentSessionURL: r.PaymentSessionURL,
		ProfileID:         r.ProfileID,
		URLs:              merchantURLs(r.MerchantUrls),
		RequestedOptions:  wire.RequestedOptions(r.Options, sent.Has("options", "payment_fallback")),
	}
}

func merchantURLs(u wire.MerchantUrls) hpp.MerchantURLs {
	return hpp.MerchantURLs{Success: u.Success, Cancel: u.Cancel, Back: u.Back, Failure: u.Failure, Error: u.Error, StatusUpdate: u.StatusUpdate}
}

// createdBody is the create answer, with every published member, because clients
// read nearly all of them (docs/spec/hpp.md §1.1). It depends on nothing but the session,
// so that a repeat under an idempotency key gets the same bytes.
func (s Server) createdBody(session hpp.Session) wire.SessionCreationResponse {
	self := s.Links.SessionURL(session)
	return wire.SessionCreationResponse{
		SessionID:                    string(session.ID),
		SessionURL:                   self,
		RedirectURL:                  s.Links.PageURL(session),
		QrCodeURL:                    s.Links.QRURL(session),
		DistributionURL:              self + "/distribution",
		ManualIdentificationCheckURL: self + "/manual-id-check",
		ExpiresAt:                    wire.Timestamp(session.ExpiresAt),
		DistributionModule:           s.moduleBody(session, session.CreatedAt),
	}
}
