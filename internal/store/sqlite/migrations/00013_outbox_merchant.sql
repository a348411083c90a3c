-- +goose Up
-- Workers are shared out by merchant: whose a row is stands in the row.
-- Expiries are left out, of which there is one for each open session: they
-- take no time, and are worked on as they come.
ALTER TABLE outbox ADD COLUMN merchant_id TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE outbox DROP COLUMN merchant_id;
