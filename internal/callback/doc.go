// Package callback owns what a merchant is sent about a session: the body as
// published, the signature, one POST and what its answer means. It must not
// know when it is called again or what a session's rules are.
package callback
