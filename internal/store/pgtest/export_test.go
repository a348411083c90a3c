package pgtest

// Find is how the programs of a server are found.
var Find = find

// Dir is the folder of a server.
func (s *Server) Dir() string { return s.dir }
