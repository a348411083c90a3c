// Package playground is the built-in payment provider: payment sessions,
// authorizations decided by published test data, orders and captures, spoken
// over the Payments and Order Management APIs (provider.md A, C, E). It owns
// those rules and the answers merchants are given, keeps no money and calls
// nobody. It must not know the hosted page, SQL, or how merchants prove who
// they are.
package playground
