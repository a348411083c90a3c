package web

import (
	"net/http"
	"strings"
)

// Rate is the class by which calls of a route are counted. Every route has one.
type Rate int

// The classes.
const (
	RateNone   Rate = iota + 1 // not counted: payers and browsers, who are no merchant
	RateCreate                 // makes sessions or orders, or charges: Rates.Create
	RateOther                  // everything else a merchant calls: Rates.Other
)

// Access is what a caller shows to be let in. Every route has one.
type Access int

// The kinds of access.
const (
	AccessPublic   Access = iota + 1 // nothing: files, probes, contracts
	AccessLink                       // an address that nobody can guess
	AccessPassword                   // a merchant's user name and password
	AccessOperator                   // the operator's own listener, and its token where one is set
)

// Origin is whose pages may make a browser send a request. Every route has one.
type Origin int

// The origins.
const (
	OriginAny Origin = iota + 1 // anybody's: the route reads, or only keeps what it was sent
	OriginOwn                   // our own alone: the route changes something
)

// Route says what a route takes, who may use it and how it counts.
type Route struct {
	Method string // empty: all
	Path   string // a pattern of http.ServeMux, without the method
	Access Access
	Rate   Rate
	Origin Origin
}

// Table is a mux that can tell what it serves, so that a test can walk every
// route there is, and none is forgotten.
type Table struct {
	*http.ServeMux
	routes []Route
}

// NewTable makes an empty table.
func NewTable() *Table { return &Table{ServeMux: http.NewServeMux()} }

// Add adds a route. One that leaves open who may use it, how it counts or whose
// pages may send it is a mistake of the program, which ends it at its start.
func (t *Table) Add(r Route, handler http.Handler) {
	if r.Access == 0 || r.Rate == 0 || r.Origin == 0 {
		panic("web: " + r.Method + " " + r.Path + " must name its access, rate and origin")
	}
	t.routes = append(t.routes, r)
	t.Handle(strings.TrimSpace(r.Method+" "+r.Path), handler)
}

// AddPublic adds a route that everybody may read: a file, a probe.
func (t *Table) AddPublic(path string, handler http.HandlerFunc) {
	t.Add(Route{Method: http.MethodGet, Path: path, Access: AccessPublic, Rate: RateNone, Origin: OriginAny}, handler)
}

// Routes answers what was added, in that order.
func (t *Table) Routes() []Route { return t.routes }
