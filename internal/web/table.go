package web

import (
	"net/http"
	"strings"
)

// Mux is what routes are added to: an http.ServeMux or a Table.
type Mux interface {
	Handle(pattern string, handler http.Handler)
	HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request))
}

// Table is a mux that can tell what it serves, so that a test can walk every
// route there is, and none is forgotten.
type Table struct {
	*http.ServeMux
	routes []Route
}

// Route is an entry of a Table.
type Route struct {
	Method string // empty: all
	Path   string // a mux pattern
	Basic  bool   // behind BasicAuth
}

// NewTable makes an empty table.
func NewTable() *Table { return &Table{ServeMux: http.NewServeMux()} }

// Handle adds a route.
func (t *Table) Handle(pattern string, handler http.Handler) {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		method, path = "", pattern
	}
	_, basic := handler.(behindBasic)
	t.routes = append(t.routes, Route{Method: method, Path: strings.TrimSpace(path), Basic: basic})
	t.ServeMux.Handle(pattern, handler)
}

// HandleFunc adds a route.
func (t *Table) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	t.Handle(pattern, http.HandlerFunc(handler))
}

// Routes answers what was added, in that order.
func (t *Table) Routes() []Route { return t.routes }
