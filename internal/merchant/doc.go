// Package merchant owns tenants and the credentials that prove them: making,
// listing, rotating and disabling them, and the secrets that sign their
// callbacks. It knows no HTTP and no SQL, and keeps no password, only a keyed
// hash of it.
package merchant
