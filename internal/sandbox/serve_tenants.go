package sandbox

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/sandbox/tenant"
	"github.com/openhpp/openhpp/internal/web"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

// makeTenant makes a merchant that lives for a test.
func (s Server) makeTenant(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.TenantRequest
	if !decode(w, r, &sent) {
		return
	}
	var faults jsonfields.Faults
	reader := actReader{&faults, ""}
	if merchant.CheckName(sent.Name) != nil {
		reader.wrong("name", "must be 1 to 100 printable characters")
	}
	life := tenant.DefaultLife
	if sent.ExpiresIn != "" {
		life = reader.duration("expires_in", sent.ExpiresIn, tenant.MinLife, tenant.MaxLife)
	}
	if err := faults.Err(); err != nil {
		refuse(w, r, err)
		return
	}
	made, shown, err := s.Tenants.Make(r.Context(), m.ID(), sent.Name, life)
	if err != nil {
		refuseTenant(w, r, err)
		return
	}
	web.WriteJSON(w, http.StatusCreated, wire.NewTenant{
		MerchantID: string(made.Merchant), Username: shown.Username, Password: shown.Password, SigningSecret: shown.WebhookSecret, EndsAt: hppwire.Timestamp(made.EndsAt),
	})
}

// listTenants lists those that the merchant made.
func (s Server) listTenants(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	found, err := s.Tenants.Store.Tenants(r.Context(), m.ID())
	if err != nil {
		refuse(w, r, err)
		return
	}
	answer := wire.TenantList{Tenants: []wire.Tenant{}}
	for _, t := range found {
		answer.Tenants = append(answer.Tenants, wire.Tenant{
			MerchantID: string(t.Merchant), Name: t.Name, CreatedAt: hppwire.Timestamp(t.MadeAt), EndsAt: hppwire.Timestamp(t.EndsAt),
		})
	}
	web.WriteJSON(w, http.StatusOK, answer)
}

// removeTenant removes one with all its data.
func (s Server) removeTenant(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	id, storable := named(r, "merchant_id")
	err := tenant.ErrUnknown
	if storable {
		err = s.Tenants.Store.RemoveTenant(r.Context(), m.ID(), hpp.MerchantID(id))
	}
	if err != nil {
		refuseTenant(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// keepable is what a reset can leave.
var keepable = []string{"profiles"}

// reset removes everything that the merchant made.
func (s Server) reset(w http.ResponseWriter, r *http.Request, m hpp.Merchant) {
	var sent wire.ResetRequest
	if !decode(w, r, &sent) {
		return
	}
	var faults jsonfields.Faults
	keep := tenant.Keep{}
	for i, word := range sent.Keep {
		if !slices.Contains(keepable, string(word)) {
			actReader{&faults, ""}.wrong("keep["+strconv.Itoa(i)+"]", "must be one of "+join(keepable))
		}
		keep.Profiles = keep.Profiles || word == "profiles"
	}
	err := faults.Err()
	if err == nil {
		err = s.Tenants.Store.Reset(r.Context(), m.ID(), keep)
	}
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// refuseTenant answers for an error of a tenant.
func refuseTenant(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, tenant.ErrUnknown):
		err = &hpp.Error{Code: hpp.CodeNotFound, Messages: []string{"Tenant not found"}}
	case errors.Is(err, tenant.ErrTooMany):
		web.WriteError(w, r, http.StatusConflict, string(hpp.CodeNotAllowed), "The merchant has "+strconv.Itoa(tenant.MaxLive)+" tenants: remove some, or wait for their end")
		return
	case errors.Is(err, tenant.ErrNested):
		web.WriteError(w, r, http.StatusConflict, string(hpp.CodeNotAllowed), "A tenant makes no tenants: ask with the credentials that made it")
		return
	}
	refuse(w, r, err)
}
