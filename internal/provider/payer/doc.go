// Package payer is one payer's attempt to pay: the details typed, the one-time
// code, what the acquirer is asked and what it answered. It owns the life of an
// attempt; it knows neither merchants nor storage, nor who the acquirer is.
package payer
