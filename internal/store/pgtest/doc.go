// Package pgtest starts PostgreSQL servers for tests, alone or as a cluster
// under Patroni, in folders of their own that go with them. It knows no schema: its users bring the function that
// makes theirs.
package pgtest
