-- +goose Up
SET LOCAL lock_timeout = '2s';

CREATE TABLE outbox (
    subject     TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    seq         BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    -- Drawn at random for each lease and each record: nobody takes another's
    -- for its own, not even after a commit that went unanswered.
    fence       BIGINT NOT NULL DEFAULT 0,
    payload     BYTEA NOT NULL,
    state       TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'dead')),
    reason      TEXT NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    -- A row waits when an older one of its subject and kind is pending. It is
    -- found out at the first claim and ends with the older row, so that rows
    -- that cannot go are not looked at again and again.
    waits       BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (subject, id)
);
CREATE INDEX outbox_due ON outbox (kind, due_at) WHERE state = 'pending' AND NOT waits;
CREATE INDEX outbox_order ON outbox (subject, kind, seq, id) WHERE state = 'pending';
CREATE INDEX outbox_buried ON outbox (kind, due_at) WHERE state = 'dead';

-- +goose Down
DROP TABLE outbox;
