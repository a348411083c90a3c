// Package storetest owns the conformance suite that every store must pass. An
// engine's package opens a fresh store for each case; the suite must not know
// engines, only the ports.
package storetest
