-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Requests that tests had sent to the playground, and how those of a name are
-- answered.
CREATE TABLE IF NOT EXISTS sandbox_caught (
    merchant_id    TEXT COLLATE "C" NOT NULL,
    id             TEXT COLLATE "C" NOT NULL,
    name           TEXT NOT NULL,
    at             BIGINT NOT NULL,
    method         TEXT NOT NULL,
    query          TEXT NOT NULL,
    headers        TEXT NOT NULL,
    body           BYTEA NOT NULL,
    signature      TEXT NOT NULL,
    event_id       TEXT NOT NULL,
    session_id     TEXT NOT NULL,
    session_status TEXT NOT NULL,
    answered       INTEGER NOT NULL,
    repeated       INTEGER NOT NULL CHECK (repeated IN (0, 1)),
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX IF NOT EXISTS sandbox_caught_event ON sandbox_caught (merchant_id, name, event_id);

CREATE TABLE IF NOT EXISTS sandbox_catchers (
    merchant_id TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    document    TEXT NOT NULL,
    taken       BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, name)
);

-- +goose Down
SET LOCAL lock_timeout = '2s';
DROP TABLE sandbox_catchers;
DROP TABLE sandbox_caught;
