// Package sqlrows owns the statements that every engine runs alike, and what
// their rows mean: merchants, distributions, access codes, profiles, merchant
// images, the inbox, deliveries and the built-in provider. Statements are written for
// PostgreSQL, with $1, $2, …; another engine translates. It must not know
// connections, transactions and retries: an engine brings them (Engine).
//
// What an engine does in its own way for speed (sessions, the outbox, sweeps)
// is in the engine's package.
package sqlrows
