// Package message owns the texts that bring a payer the link to the payment
// page: it composes e-mails and text messages. The packages below it send them
// (smtp, gateway) and decide which addresses they may go to (contact). It must
// not know sessions, stores, jobs or HTTP servers.
package message
