// Package retention owns the removal of expired rows: when it happens and how
// many rows at once, so that no request waits for it. It must not know what
// rows hold or what belongs to them, only the names of kinds.
package retention
