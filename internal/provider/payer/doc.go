// Package payer owns the life of one payer's attempt to pay: the details typed,
// the one-time code, the requests to the acquirer and its answers. It must not
// know merchants, storage, or who the acquirer is.
package payer
