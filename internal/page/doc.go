// Package page owns what people see over HTTP: the payer's pages, the module at
// a till, the code on a phone and the end of messages; their forms, the browser
// policy and the QR picture. It must not know how a session is stored, which
// provider decides or what a status means: it asks the core and shows the
// answer.
package page
