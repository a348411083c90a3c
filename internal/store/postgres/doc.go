// Package postgres keeps everything in a PostgreSQL database, or one that
// speaks its protocol, shared by any number of processes. It owns the SQL and
// the schema of that engine and must not know a rule of the domain: rules
// arrive as functions to run inside a transaction. How the server is reached
// is package conn's. The storetest suite says what it must do.
package postgres
