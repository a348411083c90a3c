// Package playground is the built-in payment provider: the Payments, Checkout,
// Order Management and Customer Token APIs with decisions by published test
// data (provider.md). It puts its parts together, one package an API; they own
// the rules. It keeps no money and must not know the hosted page, SQL, or how
// merchants prove who they are.
package playground
