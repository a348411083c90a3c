// Package transfer owns moving everything from a SQLite file to a PostgreSQL
// database whose schema is there already, and how a value of one engine becomes
// the other's. The registry of tables says what there is to move. It must not
// know rules of the domain.
package transfer
