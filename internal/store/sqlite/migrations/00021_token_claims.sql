-- +goose Up
-- Authorizations of providers at which payers act: each is used, or given back,
-- by one session only. The token is kept as a keyed hash.
CREATE TABLE token_claims (
    provider TEXT NOT NULL,
    payment_kind TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    session_id TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    PRIMARY KEY (provider, payment_kind, payment_id, token_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX token_claims_session ON token_claims (session_id);

-- +goose Down
DROP TABLE token_claims;
