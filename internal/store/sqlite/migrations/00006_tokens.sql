-- +goose Up
CREATE TABLE playground_tokens (
    token_id    TEXT PRIMARY KEY,
    session_id  TEXT NOT NULL UNIQUE, -- one token per payment session
    merchant_id TEXT NOT NULL,
    version     INTEGER NOT NULL,
    document    TEXT NOT NULL CHECK (json_valid(document))
) STRICT;

-- +goose Down
DROP TABLE playground_tokens;
