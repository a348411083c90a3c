// Package clients tests the clients in other languages: the signatures that they
// judge, their calls against a real playground, and what the documents show of
// them. It runs the tests that each of them brings along.
package clients
