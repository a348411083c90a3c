-- +goose Up
-- Workers are shared out by merchant: whose a row is stands in the row.
-- Expiries are left out, of which there is one for each open session: they
-- take no time, and are worked on as they come.
ALTER TABLE outbox ADD COLUMN merchant_id TEXT NOT NULL DEFAULT '';

UPDATE outbox SET merchant_id = coalesce(
    (SELECT merchant_id FROM sessions WHERE session_id = substr(outbox.subject, 1, instr(outbox.subject || '/', '/') - 1)),
    (SELECT merchant_id FROM playground_sessions WHERE session_id = outbox.subject),
    (SELECT merchant_id FROM playground_orders WHERE order_id = outbox.subject),
    (SELECT merchant_id FROM playground_checkouts WHERE order_id = outbox.subject),
    '')
WHERE kind <> 'expire';

CREATE INDEX outbox_merchant ON outbox (kind, merchant_id, due_at) WHERE state = 'pending' AND waits = 0 AND kind <> 'expire';

-- +goose Down
DROP INDEX outbox_merchant;
ALTER TABLE outbox DROP COLUMN merchant_id;
