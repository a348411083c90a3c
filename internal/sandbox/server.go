package sandbox

import (
	"errors"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/inbox"
	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/sandbox/tenant"
	"github.com/openhpp/openhpp/internal/web"
	wire "github.com/openhpp/openhpp/internal/wire/sandbox"
)

// Prefix is the path that the API is served below.
const Prefix = "/sandbox/"

// Contract is the file of package api that the sandbox keeps.
const Contract = "sandbox.yaml"

// Server is the sandbox over HTTP. All fields are required.
type Server struct {
	Actor
	Distributions *hpp.DistributionService
	Messages      inbox.Store
	Tenants       tenant.Service
	// Verify answers the merchant with these credentials, or an error as
	// web.BasicAuth wants it.
	Verify merchantapi.Verify
}

// routes is the whole surface behind a password; tests walk it.
func (s Server) routes() []merchantapi.Route {
	const session = "/sandbox/v1/sessions/{session_id}"
	call := merchantapi.Call
	return []merchantapi.Route{
		call("POST "+session+"/act", web.RateOther, s.act),
		call("POST "+session+"/script", web.RateOther, s.script),
		call("POST /sandbox/v1/orders/{order_id}/act", web.RateOther, s.actOnOrder),
		call("POST /sandbox/v1/tokens/{token}/act", web.RateOther, s.actOnToken),
		call("POST /sandbox/v1/messages/{distribution_id}/act", web.RateOther, s.actOnMessage),
		call("GET /sandbox/v1/tenants", web.RateOther, s.listTenants),
		call("POST /sandbox/v1/tenants", web.RateOther, s.makeTenant),
		call("DELETE /sandbox/v1/tenants/{merchant_id}", web.RateOther, s.removeTenant),
		call("POST /sandbox/v1/reset", web.RateOther, s.reset),
	}
}

// Mount adds the sandbox to a table.
func (s Server) Mount(table *web.Table) {
	merchantapi.Gate{Verify: s.Verify}.Mount(table, s.routes()...)
}

// decode reads a body into a struct of the contract, and refuses members that are
// not in it. Where it answers false, the answer is written.
func decode[T any](w http.ResponseWriter, r *http.Request, into *T) bool {
	document, err := web.Decode(w, r, into)
	if err == nil {
		err = jsonfields.Unknown(document, *into)
	}
	if err != nil {
		refuse(w, r, err)
		return false
	}
	return true
}

// refuse answers for an error.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	if fault, ok := errors.AsType[*jsonfields.Fault](err); ok {
		err = faulty(fault)
	}
	if no, ok := errors.AsType[*NotAllowed](err); ok {
		web.WriteJSON(w, http.StatusConflict, wire.NotAllowedError{
			ErrorCode: string(hpp.CodeNotAllowed), ErrorMessages: []string{no.Message}, CorrelationID: web.CorrelationID(r.Context()), Allowed: listed(no.Allowed),
		})
		return
	}
	merchantapi.Refuse(w, r, err)
}

// faulty is a request with members at fault, each in a sentence of its own.
func faulty(fault *jsonfields.Fault) *hpp.Error {
	e := &hpp.Error{Code: hpp.CodeBadValue}
	for _, wrong := range fault.Wrongs {
		e.Fields = append(e.Fields, wrong.Field)
		e.Messages = append(e.Messages, "Bad value: "+wrong.Field+" ("+wrong.Reason()+")")
	}
	return e
}

// listed is a list that is empty rather than null.
func listed(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}
