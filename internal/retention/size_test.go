//go:build !race

package retention_test

// old is how many sessions there are to sweep.
const old = 20_000
