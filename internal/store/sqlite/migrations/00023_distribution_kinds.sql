-- +goose Up
-- What a message is about: a link to pay by, which is empty, or a receipt.
ALTER TABLE distributions ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE distributions DROP COLUMN kind;
