// Package provider owns the built-in payment provider: it puts its APIs
// together, Payments, Checkout, Order Management and Customer Token, a package
// each (docs/spec/provider.md). It must not know the hosted page, SQL, or how
// merchants prove who they are.
package provider
