// Package acquirer owns the port to whoever decides about money behind the
// provider: a bank, a payment service, or the playground's test data. It owns
// the requests and the answers, and must not know sessions, orders or stores.
package acquirer
