-- +goose Up
CREATE INDEX outbox_merchant ON outbox (kind, merchant_id, due_at) WHERE state = 'pending' AND waits = 0 AND kind <> 'expire';
CREATE INDEX sessions_reference ON sessions (merchant_id, reference) WHERE reference <> '';

-- +goose Down
DROP INDEX sessions_reference;
DROP INDEX outbox_merchant;
