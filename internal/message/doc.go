// Package message owns how a payer who is not in the shop is sent the link to
// the payment page: the words of e-mails and text messages, and in the
// packages below it the ways to send them and the places they may go. It must
// not know sessions, stores, jobs or HTTP servers.
package message
