// Package inbox owns the messages that the playground stored instead of sending
// them: it shows a merchant its own e-mails and text messages, as JSON for tests
// and as pages for people. It must not know sessions, how texts are composed,
// mail servers or how a store keeps rows.
package inbox
