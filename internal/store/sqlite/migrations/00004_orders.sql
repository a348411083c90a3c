-- +goose Up
-- Taken and given back together never exceed what was authorized.
ALTER TABLE playground_orders ADD COLUMN released_amount INTEGER NOT NULL DEFAULT 0
    CHECK (released_amount >= 0 AND captured_amount + released_amount <= order_amount);

CREATE TABLE playground_refunds (
    order_id  TEXT NOT NULL REFERENCES playground_orders (order_id),
    number    INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, … within the order
    refund_id TEXT NOT NULL UNIQUE,
    amount    INTEGER NOT NULL CHECK (amount >= 1),
    document  TEXT NOT NULL CHECK (json_valid(document)),
    PRIMARY KEY (order_id, number)
) STRICT;

-- +goose Down
DROP TABLE playground_refunds;
ALTER TABLE playground_orders DROP COLUMN released_amount;
