// Package order owns Order Management: an order's life from its placing to the
// last refund, the rules of amounts and states, and the answers for merchants
// (docs/spec/provider.md C, G.3). It must not know how an order came to be or
// how it is stored.
package order
