-- +goose Up
SET LOCAL lock_timeout = '2s';
-- What a message is about: a link to pay by, which is empty, or a receipt.
ALTER TABLE distributions ADD COLUMN IF NOT EXISTS kind TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE distributions DROP COLUMN kind;
