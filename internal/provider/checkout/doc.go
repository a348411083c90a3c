// Package checkout owns the built-in provider's Checkout API
// (docs/spec/provider.md B): an order that begins before the payer is known,
// the requests to the merchant on the way, and its end as an order of Order
// Management. It must not know how a page looks or how a request is sent.
package checkout
