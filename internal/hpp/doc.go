// Package hpp owns the core: the session of the payment page, its status table,
// its use cases, the ports they need, and every rule of the published contract.
// It must not know HTTP, SQL, templates or clocks: callers give it the time.
package hpp
