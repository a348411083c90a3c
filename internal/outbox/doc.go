// Package outbox owns the work that was committed together with the change that
// asked for it: it leases due jobs, runs the handler of their kind, backs off,
// and records each try. Leases, schedules and the order within a subject are
// its own. It must not know what a payload holds or where it goes, only the
// names of kinds.
package outbox
