-- +goose Up
-- A merchant's sessions by age, and by reference and age, without a sort. Ids are
-- ordered by time; created_at is beside them since a playground's clock may be
-- moved.
CREATE INDEX sessions_merchant ON sessions (merchant_id, created_at, session_id);
DROP INDEX sessions_reference;
CREATE INDEX sessions_quoted ON sessions (merchant_id, reference, session_id) WHERE reference <> '';
CREATE INDEX playground_orders_merchant ON playground_orders (merchant_id, created_at, order_id);

-- +goose Down
DROP INDEX playground_orders_merchant;
DROP INDEX sessions_quoted;
CREATE INDEX sessions_reference ON sessions (merchant_id, reference) WHERE reference <> '';
DROP INDEX sessions_merchant;
