-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Times are Unix milliseconds, amounts minor units. Keys compare by bytes
-- (COLLATE "C"), whatever the database's language. Hot tables are keyed by
-- session_id (or an outbox subject, which begins with it) so that they shard;
-- merchants and credentials are small and may be everywhere.

CREATE TABLE merchants (
    id              TEXT COLLATE "C" PRIMARY KEY,
    name            TEXT NOT NULL,
    webhook_version BIGINT NOT NULL DEFAULT 1,
    created_at      BIGINT NOT NULL,
    disabled_at     BIGINT
);

CREATE TABLE credentials (
    username      TEXT COLLATE "C" PRIMARY KEY,
    merchant_id   TEXT COLLATE "C" NOT NULL REFERENCES merchants (id),
    password_hash BYTEA NOT NULL,
    created_at    BIGINT NOT NULL,
    revoked_at    BIGINT
);
CREATE INDEX credentials_merchant ON credentials (merchant_id);

CREATE TABLE sessions (
    session_id   TEXT COLLATE "C" PRIMARY KEY,
    merchant_id  TEXT COLLATE "C" NOT NULL,
    -- Keyed hash of the payer's link token; the token itself is nowhere.
    link_hash    BYTEA NOT NULL,
    provider     TEXT NOT NULL,
    payment_kind TEXT NOT NULL,
    payment_id   TEXT COLLATE "C" NOT NULL,
    status       TEXT NOT NULL CHECK (status IN
        ('WAITING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'BACK', 'CANCELLED', 'ERROR', 'DISABLED')),
    version      BIGINT NOT NULL,
    -- Names the last save, so that one whose commit went unanswered is known again.
    mark         BYTEA NOT NULL DEFAULT '',
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    document     JSON NOT NULL
);
CREATE INDEX sessions_payment ON sessions (payment_id, provider, payment_kind);

-- A link is unique where it is the key: a shard knows its own sessions only.
CREATE TABLE session_links (
    link_hash  BYTEA PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL
);

CREATE TABLE events (
    session_id TEXT COLLATE "C" NOT NULL,
    seq        BIGINT NOT NULL,
    event_id   TEXT COLLATE "C" NOT NULL,
    status     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    detail     TEXT NOT NULL,
    PRIMARY KEY (session_id, seq)
);

CREATE TABLE idempotency (
    merchant_id TEXT COLLATE "C" NOT NULL,
    key         TEXT COLLATE "C" NOT NULL,
    fingerprint BYTEA NOT NULL,
    session_id  TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, key)
);

-- +goose Down
DROP TABLE idempotency;
DROP TABLE events;
DROP TABLE session_links;
DROP TABLE sessions;
DROP TABLE credentials;
DROP TABLE merchants;
