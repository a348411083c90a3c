// Package sandbox owns what tests do with a playground beside the ordinary APIs:
// they bring sessions, orders, tokens and messages to an outcome. Each act is one
// of the payer's, the merchant's or the provider's own use cases, and what an
// acquirer says is decided by test data. It must not know SQL, pages or how an
// outcome comes about.
package sandbox
