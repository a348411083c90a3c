// Package purchase owns the one validator of purchases for the built-in
// provider's APIs (docs/spec/provider.md A.3, A.9, F): the order of checks, the
// arithmetic and the comparison of an order with what was authorized. It must
// not know HTTP, storage or time.
package purchase
