-- +goose Up
SET LOCAL lock_timeout = '2s';
-- A subject has a handful of rows: the key's index finds them as well, and a
-- row less of an index is written for each job.
DROP INDEX IF EXISTS outbox_order;

-- +goose Down
CREATE INDEX outbox_order ON outbox (subject, kind, seq, id) WHERE state = 'pending';
