-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Rows of older servers learn whose they are. No table is locked meanwhile.
UPDATE outbox AS a SET merchant_id = s.merchant_id FROM sessions AS s
    WHERE a.subject = s.session_id AND s.session_id = a.subject AND a.kind <> 'expire' AND a.merchant_id = '';
UPDATE outbox AS b SET merchant_id = t.merchant_id FROM distributions AS d JOIN sessions AS t ON t.session_id = d.session_id AND d.session_id = t.session_id
    WHERE b.subject = d.session_id || '/' || d.distribution_id AND b.id = d.distribution_id AND b.merchant_id = '';
UPDATE outbox AS c SET merchant_id = p.merchant_id FROM playground_sessions AS p
    WHERE c.subject = p.session_id AND p.session_id = c.subject AND c.merchant_id = '';
UPDATE outbox AS e SET merchant_id = o.merchant_id FROM playground_orders AS o
    WHERE e.subject = o.order_id AND o.order_id = e.subject AND e.merchant_id = '';
UPDATE outbox AS f SET merchant_id = k.merchant_id FROM playground_checkouts AS k
    WHERE f.subject = k.order_id AND k.order_id = f.subject AND f.merchant_id = '';

-- +goose Down
SELECT 1;
