// Package page owns the payer's pages over HTTP: the dispatcher that renders
// the step a session asks for, the forms that change it, the browser policy
// and the QR picture. It must not know how a session is stored, which provider
// decides or what a status means: it asks hpp.Payments and shows the answer.
package page
