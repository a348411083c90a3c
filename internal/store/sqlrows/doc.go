// Package sqlrows keeps what every engine keeps by the same statements: merchants,
// distributions, codes on phones, profiles, merchant images, the inbox and the
// built-in provider. It owns those statements and what their rows mean; an
// engine brings connections, transactions and retries (Engine). Statements are
// written as PostgreSQL reads them, with $1, $2, …; another engine translates.
//
// What an engine does in its own way for speed (sessions, the outbox, sweeps)
// is in the engine's package.
package sqlrows
