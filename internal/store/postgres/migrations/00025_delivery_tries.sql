-- +goose Up
SET LOCAL lock_timeout = '2s';
-- An event as its merchant reads it, frozen with the change that it tells of.
-- url is empty where nobody is called about it.
CREATE TABLE IF NOT EXISTS merchant_events (
    subject     TEXT COLLATE "C" NOT NULL,
    event_id    TEXT COLLATE "C" NOT NULL,
    merchant_id TEXT COLLATE "C" NOT NULL,
    type        TEXT NOT NULL,
    seq         BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    order_id    TEXT NOT NULL DEFAULT '',
    url         TEXT NOT NULL DEFAULT '',
    body        BYTEA NOT NULL,
    PRIMARY KEY (subject, event_id)
);

-- Ids grow with time: this lists a merchant's events by age.
CREATE INDEX IF NOT EXISTS merchant_events_age ON merchant_events (merchant_id, event_id);

-- Every try to bring an event to an endpoint, written with the outbox's record
-- of it. One that nobody recorded is lost, and its time is that of its lease.
CREATE TABLE IF NOT EXISTS delivery_tries (
    subject  TEXT COLLATE "C" NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    endpoint TEXT COLLATE "C" NOT NULL,
    number   BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    took_ms  BIGINT NOT NULL,
    result   TEXT NOT NULL CHECK (result IN ('ok', 'status', 'timeout', 'refused', 'dns', 'tls', 'redirect', 'blocked', 'lost')),
    status   BIGINT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (subject, event_id, endpoint, number)
);

-- +goose Down
SET LOCAL lock_timeout = '2s';
DROP TABLE delivery_tries;
DROP TABLE merchant_events;
