-- +goose Up
SET LOCAL lock_timeout = '2s';
-- The built-in provider. Amounts are minor units, times Unix milliseconds.

CREATE TABLE playground_sessions (
    session_id  TEXT COLLATE "C" PRIMARY KEY,
    merchant_id TEXT COLLATE "C" NOT NULL,
    -- The newest authorization: one column, so there is never a second live one.
    token       TEXT COLLATE "C" UNIQUE,
    version     BIGINT NOT NULL,
    mark        BYTEA NOT NULL DEFAULT '', -- names the last save
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    document    JSON NOT NULL
);

CREATE TABLE playground_attempts (
    session_id TEXT COLLATE "C" NOT NULL,
    key        BYTEA NOT NULL,
    document   JSON NOT NULL,
    PRIMARY KEY (session_id, key)
);

CREATE TABLE playground_orders (
    order_id        TEXT COLLATE "C" PRIMARY KEY,
    session_id      TEXT COLLATE "C" NOT NULL UNIQUE, -- one order per payment session
    merchant_id     TEXT COLLATE "C" NOT NULL,
    version         BIGINT NOT NULL,
    mark            BYTEA NOT NULL DEFAULT '', -- names the last save
    order_amount    BIGINT NOT NULL CHECK (order_amount >= 0),
    captured_amount BIGINT NOT NULL DEFAULT 0,
    refunded_amount BIGINT NOT NULL DEFAULT 0,
    -- Taken and given back together never exceed what was authorized.
    released_amount BIGINT NOT NULL DEFAULT 0,
    fraud_status    TEXT NOT NULL CHECK (fraud_status IN ('ACCEPTED', 'PENDING', 'REJECTED')),
    decision_due    BIGINT, -- while the fraud check is pending
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    document        JSON NOT NULL,
    CHECK (captured_amount BETWEEN 0 AND order_amount),
    CHECK (refunded_amount BETWEEN 0 AND captured_amount),
    CHECK (released_amount >= 0 AND captured_amount + released_amount <= order_amount)
);
CREATE INDEX playground_orders_pending ON playground_orders (decision_due) WHERE decision_due IS NOT NULL;

CREATE TABLE playground_captures (
    order_id   TEXT COLLATE "C" NOT NULL,
    number     BIGINT NOT NULL CHECK (number >= 1), -- 1, 2, … within the order
    capture_id TEXT COLLATE "C" NOT NULL UNIQUE,
    amount     BIGINT NOT NULL CHECK (amount >= 1),
    document   JSON NOT NULL,
    PRIMARY KEY (order_id, number)
);

CREATE TABLE playground_refunds (
    order_id  TEXT COLLATE "C" NOT NULL REFERENCES playground_orders (order_id),
    number    BIGINT NOT NULL CHECK (number >= 1),
    refund_id TEXT COLLATE "C" NOT NULL UNIQUE,
    amount    BIGINT NOT NULL CHECK (amount >= 1),
    document  JSON NOT NULL,
    PRIMARY KEY (order_id, number)
);

-- Checkout orders until they are paid or over; then playground_orders has them
-- under the same id. Their attempts are in playground_attempts.
CREATE TABLE playground_checkouts (
    order_id    TEXT COLLATE "C" PRIMARY KEY,
    merchant_id TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL,
    mark        BYTEA NOT NULL DEFAULT '', -- names the last save
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    document    JSON NOT NULL
);

CREATE TABLE playground_tokens (
    token_id    TEXT COLLATE "C" PRIMARY KEY,
    session_id  TEXT COLLATE "C" NOT NULL UNIQUE, -- one token per payment session
    merchant_id TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL,
    mark        BYTEA NOT NULL DEFAULT '', -- names the last save
    document    JSON NOT NULL
);

-- An answer is empty while its change is under way: nobody else sees that.
CREATE TABLE playground_answers (
    merchant_id TEXT COLLATE "C" NOT NULL,
    key         BYTEA NOT NULL, -- as the header had it, which may be no text
    fingerprint BYTEA NOT NULL,
    answer      JSON,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, key)
);
CREATE INDEX playground_answers_age ON playground_answers (created_at);

-- +goose Down
DROP TABLE playground_answers;
DROP TABLE playground_tokens;
DROP TABLE playground_checkouts;
DROP TABLE playground_refunds;
DROP TABLE playground_captures;
DROP TABLE playground_orders;
DROP TABLE playground_attempts;
DROP TABLE playground_sessions;
