// Package storetest is the conformance suite that every store must pass. It
// knows the ports only; an engine's package opens a fresh store for each case.
package storetest
