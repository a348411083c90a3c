-- +goose Up
-- Checkout orders until they are paid or over; then playground_orders has them
-- under the same id. Their attempts are in playground_attempts.
CREATE TABLE playground_checkouts (
    order_id    TEXT PRIMARY KEY,
    merchant_id TEXT NOT NULL,
    version     INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    document    TEXT NOT NULL CHECK (json_valid(document))
) STRICT;

-- +goose Down
DROP TABLE playground_checkouts;
