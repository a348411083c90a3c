// Package acquirer is the port to whoever decides about money behind the
// provider: a bank, a payment service, or the playground's test data. It owns
// the questions and the answers; it knows neither sessions, orders nor stores.
package acquirer
