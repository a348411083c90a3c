// Package fsck checks that what is stored holds together: the invariants that
// no crash, race or lost answer may break (docs/operations/fsck.md). It owns
// the rules, and reads plain facts in the order of their keys through a port
// of its own, so that any number of sessions takes the same memory. What the
// database cannot tell by itself it reads from a journal: what callers were
// answered and what receivers got. It knows no SQL and changes nothing.
package fsck
