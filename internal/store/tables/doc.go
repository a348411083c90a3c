// Package tables owns the registry of tables: each with its key, its columns,
// where its rows lie on a sharded engine and what they end with. Migration
// checks, transfer, retention, fsck's source and the rules for SQL read it; a
// test compares it with the schema of both engines. It must not know SQL.
//
// How to add a table: docs/developing.md.
package tables
