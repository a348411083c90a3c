// Package conn is the way to a PostgreSQL server, or to an engine that speaks
// its protocol: connecting, asking what a commit promises there, transactions,
// pipelines, batches of many callers, retries, and finding out about commits
// that went unanswered. It owns all errors of connections and must not know
// what the tables hold: statements are handed in.
package conn
