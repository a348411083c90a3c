-- +goose Up
-- Times are Unix milliseconds, amounts minor units. Hot tables are keyed by
-- session_id (or an outbox subject) so that the same shape shards.

CREATE TABLE merchants (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    webhook_version INTEGER NOT NULL DEFAULT 1,
    created_at      INTEGER NOT NULL,
    disabled_at     INTEGER
) STRICT;

CREATE TABLE credentials (
    username      TEXT PRIMARY KEY,
    merchant_id   TEXT NOT NULL REFERENCES merchants (id),
    password_hash BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    revoked_at    INTEGER
) STRICT;
CREATE INDEX credentials_merchant ON credentials (merchant_id);

CREATE TABLE sessions (
    session_id   TEXT PRIMARY KEY,
    merchant_id  TEXT NOT NULL,
    -- Keyed hash of the payer's link token; the token itself is nowhere.
    link_hash    BLOB NOT NULL,
    provider     TEXT NOT NULL,
    payment_kind TEXT NOT NULL,
    payment_id   TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN
        ('WAITING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'BACK', 'CANCELLED', 'ERROR', 'DISABLED')),
    version      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    document     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sessions_link ON sessions (link_hash);
CREATE INDEX sessions_payment ON sessions (payment_id, provider, payment_kind);

CREATE TABLE events (
    session_id TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    event_id   TEXT NOT NULL,
    status     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    detail     TEXT NOT NULL,
    PRIMARY KEY (session_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    subject     TEXT NOT NULL,
    id          TEXT NOT NULL,
    kind        TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    fence       INTEGER NOT NULL DEFAULT 0,
    payload     BLOB NOT NULL,
    state       TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'dead')),
    reason      TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (subject, id)
) STRICT;

CREATE TABLE idempotency (
    merchant_id TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    session_id  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, key)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE idempotency;
DROP TABLE outbox;
DROP TABLE events;
DROP TABLE sessions;
DROP TABLE credentials;
DROP TABLE merchants;
