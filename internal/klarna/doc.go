// Package klarna owns the calls to accounts that merchants have at Klarna Payments
// and Kustom Checkout, by the APIs that both publish, and what their answers mean
// to the core (docs/spec/upstream.md). Payments and Checkout are the two
// providers. It must not know how accounts are kept or what a page shows.
package klarna
