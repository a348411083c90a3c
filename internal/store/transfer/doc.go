// Package transfer moves everything from a SQLite file to a PostgreSQL
// database whose schema is there already. It owns the list of tables and how a
// value of one engine becomes the other's; it knows no rule of the domain.
package transfer
