// Package endpoint is what the operations of the provider's APIs have in
// common: the stored answer that a repeat is given again, idempotency keys, the
// errors in published words, the jobs that follow a commit, and how all of that
// travels over HTTP. It knows neither sessions nor orders.
package endpoint
