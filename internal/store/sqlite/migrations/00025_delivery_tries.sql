-- +goose Up
-- An event as its merchant reads it, frozen with the change that it tells of.
-- url is empty where nobody is called about it.
CREATE TABLE merchant_events (
    subject     TEXT NOT NULL,
    event_id    TEXT NOT NULL,
    merchant_id TEXT NOT NULL,
    type        TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    order_id    TEXT NOT NULL DEFAULT '',
    url         TEXT NOT NULL DEFAULT '',
    body        BLOB NOT NULL,
    PRIMARY KEY (subject, event_id)
) STRICT;

-- Ids grow with time: this lists a merchant's events by age.
CREATE INDEX merchant_events_age ON merchant_events (merchant_id, event_id);

-- Every try to bring an event to an endpoint, written with the outbox's record
-- of it. One that nobody recorded is lost, and its time is that of its lease.
CREATE TABLE delivery_tries (
    subject  TEXT NOT NULL,
    event_id TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    number   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    took_ms  INTEGER NOT NULL,
    result   TEXT NOT NULL CHECK (result IN ('ok', 'status', 'timeout', 'refused', 'dns', 'tls', 'redirect', 'blocked', 'lost')),
    status   INTEGER NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (subject, event_id, endpoint, number)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE delivery_tries;
DROP TABLE merchant_events;
