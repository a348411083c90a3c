// Package pgtest owns the PostgreSQL servers of tests, alone, as a cluster under
// Patroni, or one that the run was given; databases and folders are removed with
// them. It must not know schemas: its users bring the function that makes theirs.
package pgtest
