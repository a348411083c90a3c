-- +goose Up
SET LOCAL lock_timeout = '2s';

CREATE TABLE distributions (
    session_id      TEXT COLLATE "C" NOT NULL,
    number          BIGINT NOT NULL CHECK (number >= 1), -- 1, 2, … within the session
    distribution_id TEXT COLLATE "C" NOT NULL,
    method          TEXT NOT NULL CHECK (method IN ('email', 'sms', 'token')),
    -- The address or number, until it is not needed any more.
    contact         TEXT NOT NULL,
    shown           TEXT NOT NULL,
    recipient       BYTEA NOT NULL, -- keyed hash
    state           TEXT NOT NULL CHECK (state IN ('QUEUED', 'SENT', 'ACCEPTED', 'OPENED', 'BOUNCED', 'WITHDRAWN')),
    reason          TEXT NOT NULL,
    queued_at       BIGINT NOT NULL,
    sent_at         BIGINT,
    accepted_at     BIGINT,
    opened_at       BIGINT,
    ended_at        BIGINT,
    PRIMARY KEY (session_id, number)
);

-- Messages of one scope on one day (days since 1970, UTC).
CREATE TABLE message_quotas (
    merchant_id TEXT COLLATE "C" NOT NULL,
    scope       TEXT COLLATE "C" NOT NULL,
    day         BIGINT NOT NULL,
    used        BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, scope, day)
);

CREATE TABLE message_stops (
    merchant_id TEXT COLLATE "C" NOT NULL,
    recipient   BYTEA NOT NULL, -- keyed hash
    stopped_at  BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, recipient)
);

-- Codes that phones show; keyed hashes alone.
CREATE TABLE access_codes (
    secret     BYTEA PRIMARY KEY,
    code       BYTEA NOT NULL UNIQUE,
    digits     BYTEA NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL,
    session_id TEXT COLLATE "C", -- once a payment came
    number     BIGINT
);
CREATE INDEX access_codes_end ON access_codes (expires_at);

CREATE TABLE profiles (
    merchant_id TEXT COLLATE "C" NOT NULL,
    profile_id  TEXT COLLATE "C" NOT NULL,
    updated_at  BIGINT NOT NULL,
    document    JSON NOT NULL,
    PRIMARY KEY (merchant_id, profile_id)
);

-- +goose Down
DROP TABLE profiles;
DROP TABLE access_codes;
DROP TABLE message_stops;
DROP TABLE message_quotas;
DROP TABLE distributions;
