package merchantapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/web"
)

// Handler serves an operation for a merchant who has proved itself.
type Handler = func(http.ResponseWriter, *http.Request, hpp.Merchant)

// Verify answers the merchant that a user name and password belong to; an error
// with Unauthorized() bool is a 401.
type Verify = func(ctx context.Context, username, password string) (hpp.Merchant, error)

// Route is one operation of an API.
type Route struct {
	Method string
	Path   string // a pattern of http.ServeMux, without the method
	Rate   web.Rate
	Sale   bool // asks for money anew: refused while the merchant may not sell
	Serve  Handler
}

// Call is the route of an operation that is no sale. pattern is a method and a
// path, as http.ServeMux writes them.
func Call(pattern string, rate web.Rate, serve Handler) Route {
	method, path, _ := strings.Cut(pattern, " ")
	return Route{Method: method, Path: path, Rate: rate, Serve: serve}
}

// Sale is the route of an operation that asks for new money.
func Sale(pattern string, rate web.Rate, serve Handler) Route {
	route := Call(pattern, rate, serve)
	route.Sale = true
	return route
}

// Gate is what a call passes before it reaches its operation: the limit, the
// password, the question whether the merchant may sell.
type Gate struct {
	Verify  Verify
	Selling Selling // nil: all may sell
	Realm   string  // where the password is good for; empty: all APIs
}

// Mount adds the routes to a table.
func (g Gate) Mount(table *web.Table, routes ...Route) {
	for _, r := range routes {
		serve := r.Serve
		if r.Sale {
			serve = whileSelling(g.Selling, serve)
		}
		origin := web.OriginOwn
		if r.Method == http.MethodGet {
			origin = web.OriginAny
		}
		table.Add(web.Route{Method: r.Method, Path: r.Path, Access: web.AccessPassword, Rate: r.Rate, Origin: origin},
			web.BasicAuth(web.AuthConfig[hpp.Merchant]{Realm: g.Realm, Rate: r.Rate, Verify: g.Verify}, serve))
	}
}
