-- +goose Up
-- A row waits when an older one of its subject and kind is pending. It is
-- found out at the first claim and ends with the older row, so that rows that
-- cannot go are not looked at again and again.
ALTER TABLE outbox ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;

CREATE INDEX outbox_due ON outbox (kind, due_at) WHERE state = 'pending' AND waits = 0;
CREATE INDEX outbox_order ON outbox (subject, kind, seq, id) WHERE state = 'pending';
CREATE INDEX outbox_buried ON outbox (kind, due_at) WHERE state = 'dead';

-- +goose Down
DROP INDEX outbox_buried;
DROP INDEX outbox_order;
DROP INDEX outbox_due;
ALTER TABLE outbox DROP COLUMN waits;
