// Package payment owns the Payments API: payment sessions, what a payer
// authorizes of them, and the order that comes of it (docs/spec/provider.md A).
// It calls no other server and must not know the hosted page, SQL, or how
// merchants prove who they are.
package payment
