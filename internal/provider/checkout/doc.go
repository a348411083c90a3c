// Package checkout is the built-in provider's Checkout API (docs/spec/provider.md B): an
// order that begins before the payer has said who and where, the questions to
// the merchant on the way, and its end as an order of Order Management. It
// owns their rules; it knows neither how a page looks nor how a request leaves
// the house.
package checkout
