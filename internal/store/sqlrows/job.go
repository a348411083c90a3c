package sqlrows

// InsertJob adds a job to the outbox: subject, id, kind, merchant, number, due
// and made in Unix milliseconds, with the payload between them.
const InsertJob = `INSERT INTO outbox (subject, id, kind, merchant_id, seq, due_at, payload, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
