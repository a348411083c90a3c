// Package pgtest owns the PostgreSQL servers of tests, alone or as a cluster
// under Patroni, in folders that are removed with them. It must not know
// schemas: its users bring the function that makes theirs.
package pgtest
