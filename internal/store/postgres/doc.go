// Package postgres keeps everything in a PostgreSQL database, or one that
// speaks its protocol, shared by any number of processes. It owns the SQL, the
// durability checks and the retries of that engine and knows no rule of the
// domain: rules arrive as functions to run inside a transaction. The storetest
// suite says what it must do.
package postgres
