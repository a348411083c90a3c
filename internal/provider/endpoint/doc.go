// Package endpoint owns what the operations of the provider's APIs have in
// common: idempotency keys and the stored answer for a repeat, the published
// errors, the jobs after a commit, and how all of that travels over HTTP. It
// must not know sessions or orders.
package endpoint
