package web

import (
	"net/http"
	"testing"
)

// A route that says too little about itself is not served at all.
func TestEveryRouteSaysWhatItIs(t *testing.T) {
	whole := Route{Method: http.MethodPost, Path: "/a", Access: AccessPassword, Rate: RateCreate, Origin: OriginOwn}
	for name, change := range map[string]func(*Route){
		"whole":          func(*Route) {},
		"without access": func(r *Route) { r.Access = 0 },
		"without rate":   func(r *Route) { r.Rate = 0 },
		"without origin": func(r *Route) { r.Origin = 0 },
	} {
		route := whole
		change(&route)
		table := NewTable()
		refused := func() (refused bool) {
			defer func() { refused = recover() != nil }()
			table.Add(route, http.NotFoundHandler())
			return false
		}()
		if refused != (name != "whole") || len(table.Routes()) == 1 == refused {
			t.Errorf("%s: refused %v, %d routes", name, refused, len(table.Routes()))
		}
	}
}
