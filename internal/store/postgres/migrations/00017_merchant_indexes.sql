-- +goose NO TRANSACTION
-- +goose Up
-- Built beside the servers that are running: they go on writing meanwhile. A
-- build that is broken off leaves an index that nothing uses; it goes first.
DROP INDEX CONCURRENTLY IF EXISTS outbox_merchant;
CREATE INDEX CONCURRENTLY outbox_merchant ON outbox (kind, merchant_id, due_at) WHERE state = 'pending' AND NOT waits AND kind <> 'expire';
DROP INDEX CONCURRENTLY IF EXISTS sessions_reference;
CREATE INDEX CONCURRENTLY sessions_reference ON sessions (merchant_id, reference) WHERE reference <> '';

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS sessions_reference;
DROP INDEX CONCURRENTLY IF EXISTS outbox_merchant;
