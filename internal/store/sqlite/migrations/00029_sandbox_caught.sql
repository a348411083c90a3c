-- +goose Up
-- Requests that tests had sent to the playground, and how those of a name are
-- answered.
CREATE TABLE sandbox_caught (
    merchant_id    TEXT NOT NULL,
    id             TEXT NOT NULL,
    name           TEXT NOT NULL,
    at             INTEGER NOT NULL,
    method         TEXT NOT NULL,
    query          TEXT NOT NULL,
    headers        TEXT NOT NULL,
    body           BLOB NOT NULL,
    signature      TEXT NOT NULL,
    event_id       TEXT NOT NULL,
    session_id     TEXT NOT NULL,
    session_status TEXT NOT NULL,
    answered       INTEGER NOT NULL,
    repeated       INTEGER NOT NULL CHECK (repeated IN (0, 1)),
    PRIMARY KEY (merchant_id, id)
) STRICT;
CREATE INDEX sandbox_caught_event ON sandbox_caught (merchant_id, name, event_id);

CREATE TABLE sandbox_catchers (
    merchant_id TEXT NOT NULL,
    name        TEXT NOT NULL,
    document    TEXT NOT NULL,
    taken       INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, name)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE sandbox_catchers;
DROP TABLE sandbox_caught;
