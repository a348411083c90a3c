package catcher

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchantapi"
	"github.com/openhpp/openhpp/internal/web"
)

// path is where requests are caught.
const path = "/sandbox/v1/catch/"

// Server is the catcher over HTTP. All fields but Stop are required; New makes the
// bounds.
type Server struct {
	Store Store
	Keys  Keys
	// Secrets are a merchant's signing secrets; an error for one that is gone.
	Secrets func(context.Context, hpp.MerchantID) ([][]byte, error)
	APIURL  string // base of merchants' calls, without a trailing slash
	Now     func() time.Time
	NewID   func() string // ids that sort by time
	Verify  merchantapi.Verify
	// Stop ends all waiting when it is closed, so that a server can stop. It may be
	// nil.
	Stop <-chan struct{}

	bounds *bounds
}

// bounds are what strangers and merchants may use of the catcher. Whoever has a
// key can write.
type bounds struct {
	networks web.NetworkShare           // requests of a network
	writes   *web.Window[string]        // requests of a merchant
	waiting  *web.Slots[struct{}]       // requests and readers that wait, of all
	readers  *web.Slots[hpp.MerchantID] // readers that wait, of one merchant
}

// Shares of what everybody may use.
const (
	networkRequests  = 6000 // in networkSpan
	merchantRequests = 3000 // in networkSpan
	networkSpan      = 10 * time.Second
	allWaiting       = 500
	merchantWaiting  = 50
)

// New completes a server.
func New(s Server) *Server {
	s.bounds = &bounds{
		networks: web.NewNetworkShare(networkRequests, networkSpan),
		writes:   web.NewWindow[string](merchantRequests, networkSpan, 10_000),
		waiting:  web.NewSlots[struct{}](allWaiting), readers: web.NewSlots[hpp.MerchantID](merchantWaiting),
	}
	return &s
}

// routes is the whole surface behind a password; tests walk it.
func (s *Server) routes() []merchantapi.Route {
	call := merchantapi.Call
	return []merchantapi.Route{
		call("GET /sandbox/v1/catcher", web.RateOther, s.describe),
		call("PUT /sandbox/v1/catchers/{name}", web.RateOther, s.program),
		call("GET /sandbox/v1/caught", web.RateOther, s.list),
		call("DELETE /sandbox/v1/caught", web.RateOther, s.forget),
	}
}

// Mount adds the catcher to a table.
func (s *Server) Mount(table *web.Table) {
	merchantapi.Gate{Verify: s.Verify}.Mount(table, s.routes()...)
	table.Add(web.Route{Path: path + "{key}/{name}", Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginAny}, http.HandlerFunc(s.catch))
}

// URL is the address at which a merchant's requests are caught, but for the name.
func (s *Server) URL(merchant hpp.MerchantID) string { return s.APIURL + path + s.Keys.Of(merchant) }

var nameForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// nameRule says what nameForm takes.
const nameRule = "must be 1 to 64 letters, digits, dots, dashes and underscores"
