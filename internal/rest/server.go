package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/story"
	"github.com/openhpp/openhpp/internal/web"
)

// Prefixes are the paths this package answers below.
var Prefixes = []string{"/hpp/", "/openhpp/", "/openapi/"}

// Server is the HPP API and the extensions to it. All fields but the
// last two are required.
type Server struct {
	Sessions      hpp.Sessions
	Lists         hpp.SessionLists
	HandLinks     hpp.HandLinks
	Stories       Stories
	Distributions hpp.Distributor
	Profiles      hpp.Profiles
	Preview       Preview
	Callbacks     hpp.ProviderCallbacks
	Links         hpp.Links
	Now           func() time.Time
	// Verify answers the merchant with these credentials, or an error as
	// web.BasicAuth wants it.
	Verify merchantapi.Verify
	// Selling answers whether a merchant may take new payments; nil: all may.
	Selling merchantapi.Selling
	// Unserved are contracts of APIs that this server does not have.
	Unserved []string

	exports *merchantapi.Exports
}

// Stories tells what happened to sessions; story.Service does.
type Stories interface {
	Read(ctx context.Context, m hpp.Merchant, id hpp.SessionID) (story.Story, error)
}

// Preview answers with the page that a profile would give; page.Server does.
type Preview interface {
	ServePreview(w http.ResponseWriter, r *http.Request, p hpp.ProfilePreview)
}

// routes is the whole authenticated surface; tests walk it, so that no route
// escapes the checks that hold for all of them.
func (s Server) routes() []merchantapi.Route {
	const (
		session  = "/hpp/v1/sessions/{session_id}"
		extended = "/openhpp/v1/sessions"
		profile  = "/openhpp/v1/profiles/{profile_id}"
	)
	call, sale, other := merchantapi.Call, merchantapi.Sale, web.RateOther
	return []merchantapi.Route{
		sale("POST /hpp/v1/sessions", web.RateCreate, s.create),
		call("GET "+session, other, s.read),
		call("DELETE "+session, other, s.disable),
		sale("POST "+session+"/distribution", other, s.distribute),
		sale("POST "+session+"/distribution-module/token", other, s.issueTillToken),
		call("GET "+extended, other, s.listSessions),
		sale("POST /openhpp/v1/links", web.RateCreate, s.makeLink),
		call("GET /openhpp/v1/sessions.csv", other, s.exportSessions),
		call("GET "+extended+"/{session_id}", other, s.describe),
		call("GET "+extended+"/{session_id}/story", other, s.tellStory),
		call("POST "+extended+"/{session_id}/disable", other, s.disableExtended),
		call("POST "+extended+"/{session_id}/reopen", other, s.reopen),
		sale("POST "+extended+"/{session_id}/renew", web.RateCreate, s.renew),
		call("GET "+extended+"/{session_id}/distributions", other, s.reportDistributions),
		sale("POST "+extended+"/{session_id}/distributions/{number}/resend", other, s.resend),
		call("GET /openhpp/v1/profiles", other, s.listProfiles),
		call("GET "+profile, other, s.readProfile),
		call("PUT "+profile, other, s.putProfile),
		call("DELETE "+profile, other, s.deleteProfile),
		call("GET "+profile+"/preview", other, s.previewProfile),
		call("POST "+session+"/manual-id-check", other, s.notImplemented("Checking an identity document by hand")),
	}
}

// Mount adds the API and its contracts to a table.
func (s Server) Mount(table *web.Table) {
	s.exports = &merchantapi.Exports{}
	merchantapi.Gate{Verify: s.Verify, Selling: s.Selling}.Mount(table, s.routes()...)
	s.mountProviderCallback(table)
	table.AddPublic("/openapi/{file}", s.contract)
}
