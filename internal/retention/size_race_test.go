//go:build race

package retention_test

// old is how many sessions there are to sweep: fewer, since the race detector
// makes SQLite, which is Go here, take ten times as long.
const old = 1_000
