// Package sqlite keeps everything in one SQLite file, through a pure Go driver.
// It owns the SQL and the durability settings of that engine. It must not know
// a rule of the domain: rules arrive as functions to run inside a transaction.
// The storetest suite says what it must do.
package sqlite
