// Package merchant owns tenants and the credentials that prove them: making,
// listing, rotating and disabling them, and the secrets that sign their
// callbacks. It keeps no password, only a keyed hash of it, and must not know
// HTTP or SQL.
package merchant
