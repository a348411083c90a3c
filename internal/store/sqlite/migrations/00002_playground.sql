-- +goose Up
-- The built-in provider. Amounts are minor units, times Unix milliseconds.

CREATE TABLE playground_sessions (
    session_id  TEXT PRIMARY KEY,
    merchant_id TEXT NOT NULL,
    -- The newest authorization: one column, so there is never a second live one.
    token       TEXT UNIQUE,
    version     INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    document    TEXT NOT NULL
) STRICT;

CREATE TABLE playground_attempts (
    session_id TEXT NOT NULL,
    key        TEXT NOT NULL,
    document   TEXT NOT NULL,
    PRIMARY KEY (session_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE playground_orders (
    order_id        TEXT PRIMARY KEY,
    session_id      TEXT NOT NULL UNIQUE, -- one order per payment session
    merchant_id     TEXT NOT NULL,
    version         INTEGER NOT NULL,
    order_amount    INTEGER NOT NULL CHECK (order_amount >= 0),
    captured_amount INTEGER NOT NULL DEFAULT 0,
    refunded_amount INTEGER NOT NULL DEFAULT 0,
    fraud_status    TEXT NOT NULL CHECK (fraud_status IN ('ACCEPTED', 'PENDING', 'REJECTED')),
    decision_due    INTEGER, -- while the fraud check is pending
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    document        TEXT NOT NULL,
    CHECK (captured_amount BETWEEN 0 AND order_amount),
    CHECK (refunded_amount BETWEEN 0 AND captured_amount)
) STRICT;
CREATE INDEX playground_orders_pending ON playground_orders (decision_due) WHERE decision_due IS NOT NULL;

CREATE TABLE playground_captures (
    order_id   TEXT NOT NULL,
    number     INTEGER NOT NULL CHECK (number >= 1),
    capture_id TEXT NOT NULL UNIQUE,
    amount     INTEGER NOT NULL CHECK (amount >= 1),
    document   TEXT NOT NULL,
    PRIMARY KEY (order_id, number)
) STRICT;

CREATE TABLE playground_answers (
    merchant_id TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    answer      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX playground_answers_age ON playground_answers (created_at);

-- +goose Down
DROP TABLE playground_answers;
DROP TABLE playground_captures;
DROP TABLE playground_orders;
DROP TABLE playground_attempts;
DROP TABLE playground_sessions;
