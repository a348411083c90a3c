// Package hpp is the core: the payment page's session, its status table, its
// use cases and the ports they need. It owns every rule of the published
// contract and knows nothing of HTTP, SQL, templates or clocks; callers hand
// it the time.
package hpp
