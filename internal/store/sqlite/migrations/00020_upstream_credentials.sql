-- +goose Up
-- Merchants' accounts at other companies' APIs. sealed is a password, encrypted
-- for its row under the key that key_id names.
CREATE TABLE upstream_credentials (
    merchant_id  TEXT NOT NULL REFERENCES merchants (id),
    upstream     TEXT NOT NULL,
    label        TEXT NOT NULL,
    username     TEXT NOT NULL,
    sealed       BLOB NOT NULL,
    key_id       TEXT NOT NULL,
    mode         TEXT NOT NULL,
    callback     TEXT NOT NULL,
    return_mode  TEXT NOT NULL,
    test_allowed INTEGER NOT NULL DEFAULT 0 CHECK (test_allowed IN (0, 1)),
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, upstream, label)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE upstream_credentials;
