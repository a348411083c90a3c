// Package payer is one payer's attempt to pay at the built-in provider: the
// details typed, the one-time code, and the verdict that the published test
// data asks for (docs/spec/provider.md E). It knows neither merchants nor storage.
package payer
