// Package inbox owns what the playground kept instead of sending: it shows a
// merchant its own e-mails and text messages, as JSON for tests and as pages
// for people. It does not know sessions, how texts are made, mail servers or
// how a store keeps things.
package inbox
