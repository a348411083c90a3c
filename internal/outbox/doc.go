// Package outbox runs the work that was committed together with the change
// that asked for it: it leases due jobs, runs the handler of their kind, backs
// off and records. It owns leases, schedules and the order within a subject,
// and knows kinds by name only: never what a payload holds or where it goes.
package outbox
