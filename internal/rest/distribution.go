package rest

import (
	"errors"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
	wire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// distribute answers 201 without a body: every known client takes that
// (docs/spec/decisions.md §4).
func (s Server) distribute(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var request wire.DistributionRequest
	object, err := web.Decode(w, r, &request)
	if err != nil {
		refuse(w, r, asConstraintError(err))
		return
	}
	key, err := idempotencyKey(r, object)
	if err != nil {
		refuse(w, r, err)
		return
	}
	err = s.Distributions.Distribute(r.Context(), m, sessionID(r), hpp.DistributionRequest{
		Method:       string(request.Method),
		Email:        request.ContactInformation.Email,
		Phone:        request.ContactInformation.Phone,
		PhoneCountry: request.ContactInformation.PhoneCountry,
		AccessID:     request.ContactInformation.AccessID,
		Template:     string(request.Template),
	}, key)
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusCreated)
}

// asConstraintError gives a body that cannot be read the code that is published for
// distribution (docs/spec/hpp.md §1.4).
func asConstraintError(err error) error {
	body, ok := errors.AsType[*web.BodyError](err)
	if !ok || body.Status != http.StatusBadRequest {
		return err
	}
	published := *body
	published.Code = string(hpp.CodeConstraint)
	return &published
}

// issueTillToken mints a token of the distribution module; the older ones hold on
// until their own time is over.
func (s Server) issueTillToken(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	session, err := s.Sessions.Read(r.Context(), m, sessionID(r))
	if err != nil {
		refuse(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusCreated, s.moduleBody(session, s.Now()))
}

func (s Server) moduleBody(session hpp.Session, made time.Time) wire.DistributionModule {
	return wire.DistributionModule{
		Token:         s.Links.TillToken(session, made),
		StandaloneURL: s.Links.TillURL(session, made),
		GenerationURL: s.Links.SessionURL(session) + "/distribution-module/token",
	}
}
