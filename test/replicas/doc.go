// Package replicas runs several servers on one PostgreSQL and holds what must
// be true whichever of them is asked, dies, or loses its database.
package replicas
