package playground

import (
	"context"
	"net/http"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// Server speaks the provider's APIs over HTTP. All fields are required.
type Server struct {
	Service *Service
	// Verify answers the merchant that a user name and password belong to; an
	// error with Unauthorized() bool is a 401.
	Verify func(ctx context.Context, username, password string) (hpp.Merchant, error)
}

// Prefixes are the paths the server owns, for web.API.
var Prefixes = []string{"/payments/", "/ordermanagement/", "/playground/"}

// Handler is the provider alone: its routes with the tolerance for clumsy
// paths that the whole server has too.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	s.Mount(mux)
	return web.API(mux, http.NotFoundHandler(), Prefixes...)
}

// Mount adds the routes. The operations of Order Management that follow later
// (provider.md C.1) join the same list.
func (s *Server) Mount(mux *http.ServeMux) {
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request, hpp.Merchant){
		"POST /payments/v1/sessions":                                      s.createSession,
		"GET /payments/v1/sessions/{session_id}":                          s.readSession,
		"POST /payments/v1/sessions/{session_id}":                         s.updateSession,
		"POST /payments/v1/authorizations/{token}/order":                  s.placeOrder,
		"DELETE /payments/v1/authorizations/{token}":                      s.cancelAuthorization,
		"GET /ordermanagement/v1/orders/{order_id}":                       s.readOrder,
		"GET /ordermanagement/v1/orders/{order_id}/captures":              s.listCaptures,
		"POST /ordermanagement/v1/orders/{order_id}/captures":             s.captureOrder,
		"GET /ordermanagement/v1/orders/{order_id}/captures/{capture_id}": s.readCapture,
		"POST /playground/v1/payments/{session_id}/authorize":             s.authorize,
		"GET /playground/v1/payments/{session_id}/payer":                  s.readPayer,
	} {
		mux.Handle(pattern, web.BasicAuth(s.Verify, serve))
	}
	mux.HandleFunc("GET /payments/v1/sessions/{session_id}/redirect", s.redirect)
	mux.HandleFunc("GET "+assetPath+"{file}", s.asset)
}
