// Package order is Order Management: an order's life from its placing to the
// last refund (docs/spec/provider.md C, G.3). It owns the rules of amounts and states
// and the answers merchants are given; it knows neither how an order came to
// be nor how it is stored.
package order
