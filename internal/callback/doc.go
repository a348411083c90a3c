// Package callback owns what a merchant is told of a session and how: the body
// as published, the signature, one POST and what its answer means. It knows
// neither when it is called again nor what a session's rules are.
package callback
