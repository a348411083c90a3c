-- +goose Up
-- What a payer quotes when asking: the merchant's own word or a short random
-- one, by which the merchant finds the session. Older sessions get theirs when
-- they are saved next.
ALTER TABLE sessions ADD COLUMN reference TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE sessions DROP COLUMN reference;
