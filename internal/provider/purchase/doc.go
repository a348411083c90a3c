// Package purchase reads and judges what a merchant wants paid: the one
// validator of the built-in provider's APIs (docs/spec/provider.md A.3, A.9, F). It owns
// the order of checks, the arithmetic and the comparison of an order with what
// was authorized. It is pure and knows nothing of HTTP, storage or time.
package purchase
