-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Authorizations of providers at which payers act: each is used, or given back,
-- by one session only. The token is kept as a keyed hash.
CREATE TABLE IF NOT EXISTS token_claims (
    provider TEXT COLLATE "C" NOT NULL,
    payment_kind TEXT COLLATE "C" NOT NULL,
    payment_id TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL,
    session_id TEXT COLLATE "C" NOT NULL,
    claimed_at BIGINT NOT NULL,
    PRIMARY KEY (provider, payment_kind, payment_id, token_hash)
);

CREATE INDEX IF NOT EXISTS token_claims_session ON token_claims (session_id);

-- +goose Down
DROP TABLE token_claims;
