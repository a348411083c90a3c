// Package transfer moves everything from a SQLite file to a PostgreSQL
// database whose schema is there already. It owns how a value of one engine
// becomes the other's; the registry of tables says what there is to move. It
// knows no rule of the domain.
package transfer
