// Package fsck owns the check that everything stored agrees: the invariants
// that no crash, race or lost answer may break (docs/operations/fsck.md). It
// reads rows in the order of their keys through a port of its own, so that any
// number of sessions takes the same memory. What the database cannot show it
// reads from a journal: what callers were answered and what receivers got. It
// changes nothing and must not know SQL.
package fsck
