// Package provider is the built-in payment provider: the Payments, Checkout,
// Order Management and Customer Token APIs (docs/spec/provider.md). It puts
// their packages together, one an API; they own the rules. It must not know the
// hosted page, SQL, or how merchants prove who they are.
package provider
