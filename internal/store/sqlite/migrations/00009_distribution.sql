-- +goose Up
CREATE TABLE distributions (
    session_id      TEXT NOT NULL,
    number          INTEGER NOT NULL CHECK (number >= 1), -- 1, 2, … within the session
    distribution_id TEXT NOT NULL,
    method          TEXT NOT NULL CHECK (method IN ('email', 'sms', 'token')),
    -- The address or number, until it is not needed any more.
    contact         TEXT NOT NULL,
    shown           TEXT NOT NULL,
    recipient       BLOB NOT NULL, -- keyed hash
    state           TEXT NOT NULL CHECK (state IN ('QUEUED', 'SENT', 'ACCEPTED', 'OPENED', 'BOUNCED', 'WITHDRAWN')),
    reason          TEXT NOT NULL,
    queued_at       INTEGER NOT NULL,
    sent_at         INTEGER,
    accepted_at     INTEGER,
    opened_at       INTEGER,
    ended_at        INTEGER,
    PRIMARY KEY (session_id, number)
) STRICT, WITHOUT ROWID;

-- Messages of one scope on one day (days since 1970, UTC).
CREATE TABLE message_quotas (
    merchant_id TEXT NOT NULL,
    scope       TEXT NOT NULL,
    day         INTEGER NOT NULL,
    used        INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, scope, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_stops (
    merchant_id TEXT NOT NULL,
    recipient   BLOB NOT NULL, -- keyed hash
    stopped_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, recipient)
) STRICT, WITHOUT ROWID;

-- Codes that phones show; keyed hashes alone.
CREATE TABLE access_codes (
    secret     BLOB PRIMARY KEY,
    code       BLOB NOT NULL UNIQUE,
    digits     BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    session_id TEXT, -- once a payment came
    number     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX access_codes_end ON access_codes (expires_at);

CREATE TABLE profiles (
    merchant_id TEXT NOT NULL,
    profile_id  TEXT NOT NULL,
    updated_at  INTEGER NOT NULL,
    document    TEXT NOT NULL CHECK (json_valid(document)),
    PRIMARY KEY (merchant_id, profile_id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE profiles;
DROP TABLE access_codes;
DROP TABLE message_stops;
DROP TABLE message_quotas;
DROP TABLE distributions;
