-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Merchants' accounts at other companies' APIs. sealed is a password, encrypted
-- for its row under the key that key_id names.
CREATE TABLE upstream_credentials (
    merchant_id  TEXT COLLATE "C" NOT NULL REFERENCES merchants (id),
    upstream     TEXT COLLATE "C" NOT NULL,
    label        TEXT COLLATE "C" NOT NULL,
    username     TEXT NOT NULL,
    sealed       BYTEA NOT NULL,
    key_id       TEXT NOT NULL,
    mode         TEXT NOT NULL,
    callback     TEXT NOT NULL,
    return_mode  TEXT NOT NULL,
    test_allowed BOOLEAN NOT NULL DEFAULT false,
    updated_at   BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, upstream, label)
);

-- +goose Down
SET LOCAL lock_timeout = '2s';
DROP TABLE upstream_credentials;
