package pgtest

import "testing"

// Find is how the programs of a server are found.
var Find = find

// Dir is the folder of a server.
func (s *Server) Dir() string { return s.dir }

// Renew makes the next who needs the shared server get it anew, until the test
// ends. What that one has made, remove takes away.
func Renew(t *testing.T) (remove func() error) {
	t.Helper()
	before, renewed := shared, &process{}
	shared = renewed
	t.Cleanup(func() { shared = before })
	return renewed.remove
}
