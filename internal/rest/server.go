package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// Prefixes are the paths this package answers below.
var Prefixes = []string{"/hpp/", "/openhpp/", "/openapi/"}

// Server is the HPP API and the extensions to it. All fields but the
// last two are required.
type Server struct {
	Sessions hpp.Sessions
	Profiles hpp.Profiling
	Links    hpp.Links
	Now      func() time.Time
	// Verify answers the merchant with these credentials, or an error as
	// web.BasicAuth wants it.
	Verify func(ctx context.Context, username, password string) (hpp.Merchant, error)
	// Selling answers whether a merchant may take new payments; nil: all may.
	Selling web.Selling
	// Unserved are contracts of APIs that this server does not have.
	Unserved []string
}

type handler func(http.ResponseWriter, *http.Request, hpp.Merchant)

type route struct {
	method, path string
	handle       handler
}

// routes is the whole authenticated surface; tests walk it, so that no route
// escapes the checks that hold for all of them.
func (s Server) routes() []route {
	const session, profiles = "/hpp/v1/sessions/{session_id}", "/openhpp/v1/profiles"
	return []route{
		{http.MethodPost, "/hpp/v1/sessions", s.selling(s.create)},
		{http.MethodGet, session, s.read},
		{http.MethodDelete, session, s.disable},
		{http.MethodPost, session + "/distribution", s.selling(s.distribute)},
		{http.MethodPost, session + "/distribution-module/token", s.selling(s.generate)},
		{http.MethodGet, "/openhpp/v1/sessions", s.find},
		{http.MethodGet, "/openhpp/v1/sessions/{session_id}", s.inspect},
		{http.MethodPost, "/openhpp/v1/sessions/{session_id}/reopen", s.reopen},
		{http.MethodGet, "/openhpp/v1/sessions/{session_id}/distributions", s.report},
		{http.MethodGet, profiles, s.listProfiles},
		{http.MethodGet, profiles + "/{profile_id}", s.readProfile},
		{http.MethodPut, profiles + "/{profile_id}", s.putProfile},
		{http.MethodDelete, profiles + "/{profile_id}", s.deleteProfile},
		{http.MethodPost, session + "/manual-id-check", s.later("Checking an identity document by hand")},
	}
}

// selling lets only merchants through who may sell.
func (s Server) selling(next handler) handler { return web.WhileSelling(s.Selling, next) }

// Mount adds the API and its contracts to mux.
func (s Server) Mount(mux web.Mux) {
	for _, r := range s.routes() {
		mux.Handle(r.method+" "+r.path, web.BasicAuth(s.Verify, r.handle))
	}
	mux.HandleFunc("GET /openapi/{file}", s.contract)
}
