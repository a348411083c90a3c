// Package klarna is a client of a payment provider that speaks the Payments
// and Order Management APIs, over any http.RoundTripper: the network or a
// handler in this process. It owns the calls and what their answers mean to
// the core, and must not know which provider it talks to.
package klarna
