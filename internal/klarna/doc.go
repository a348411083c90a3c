// Package klarna is a client of a remote payment provider that speaks the
// published Payments and Order Management APIs, over any http.RoundTripper. It
// owns the calls and what their answers mean to the core, and must not know
// which provider it talks to. A payer's authorization is not among them: where
// it is given is published nowhere.
package klarna
