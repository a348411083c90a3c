-- +goose Up
-- What a payer quotes when asking: the merchant's own word or a short random
-- one, by which the merchant finds the session. Older sessions get theirs when
-- they are saved next.
ALTER TABLE sessions ADD COLUMN reference TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_reference ON sessions (merchant_id, reference) WHERE reference <> '';

-- +goose Down
DROP INDEX sessions_reference;
ALTER TABLE sessions DROP COLUMN reference;
