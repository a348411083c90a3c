// Package exchange is what the built-in provider's APIs have in common: the
// answer a merchant is told and told again, the errors in published words, the
// work that follows a commit, and how all of that travels over HTTP. It knows
// neither sessions nor orders.
package exchange
