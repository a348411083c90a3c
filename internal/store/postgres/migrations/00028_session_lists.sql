-- +goose NO TRANSACTION
-- +goose Up
-- A merchant's sessions by age, and by reference and age, without a sort. Ids are
-- ordered by time; created_at is beside them since a playground's clock may be
-- moved.
--
-- Built beside the servers that are running: they go on writing meanwhile. A
-- build that is broken off leaves an index that nothing uses; it goes first.
DROP INDEX CONCURRENTLY IF EXISTS sessions_merchant;
CREATE INDEX CONCURRENTLY sessions_merchant ON sessions (merchant_id, created_at, session_id);
DROP INDEX CONCURRENTLY IF EXISTS sessions_quoted;
CREATE INDEX CONCURRENTLY sessions_quoted ON sessions (merchant_id, reference, session_id) WHERE reference <> '';
DROP INDEX CONCURRENTLY IF EXISTS sessions_reference;
DROP INDEX CONCURRENTLY IF EXISTS playground_orders_merchant;
CREATE INDEX CONCURRENTLY playground_orders_merchant ON playground_orders (merchant_id, created_at, order_id);

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS playground_orders_merchant;
DROP INDEX CONCURRENTLY IF EXISTS sessions_reference;
CREATE INDEX CONCURRENTLY sessions_reference ON sessions (merchant_id, reference) WHERE reference <> '';
DROP INDEX CONCURRENTLY IF EXISTS sessions_quoted;
DROP INDEX CONCURRENTLY IF EXISTS sessions_merchant;
