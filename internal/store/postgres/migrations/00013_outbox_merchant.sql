-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Workers are shared out by merchant: whose a row is stands in the row.
-- Expiries are left out, of which there is one for each open session: they
-- take no time, and are worked on as they come.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS merchant_id TEXT COLLATE "C" NOT NULL DEFAULT '';

UPDATE outbox AS a SET merchant_id = s.merchant_id FROM sessions AS s
    WHERE a.subject = s.session_id AND s.session_id = a.subject AND a.kind <> 'expire';
UPDATE outbox AS b SET merchant_id = t.merchant_id FROM distributions AS d JOIN sessions AS t ON t.session_id = d.session_id AND d.session_id = t.session_id
    WHERE b.subject = d.session_id || '/' || d.distribution_id AND b.id = d.distribution_id;
UPDATE outbox AS c SET merchant_id = p.merchant_id FROM playground_sessions AS p
    WHERE c.subject = p.session_id AND p.session_id = c.subject;
UPDATE outbox AS e SET merchant_id = o.merchant_id FROM playground_orders AS o
    WHERE e.subject = o.order_id AND o.order_id = e.subject;
UPDATE outbox AS f SET merchant_id = k.merchant_id FROM playground_checkouts AS k
    WHERE f.subject = k.order_id AND k.order_id = f.subject AND f.merchant_id = '';

CREATE INDEX IF NOT EXISTS outbox_merchant ON outbox (kind, merchant_id, due_at) WHERE state = 'pending' AND NOT waits AND kind <> 'expire';

-- +goose Down
DROP INDEX outbox_merchant;
ALTER TABLE outbox DROP COLUMN merchant_id;
