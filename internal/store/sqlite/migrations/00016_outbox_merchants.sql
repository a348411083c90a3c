-- +goose Up
-- Rows of an older server learn whose they are.
UPDATE outbox SET merchant_id = coalesce(
    (SELECT merchant_id FROM sessions WHERE session_id = substr(outbox.subject, 1, instr(outbox.subject || '/', '/') - 1)),
    (SELECT merchant_id FROM playground_sessions WHERE session_id = outbox.subject),
    (SELECT merchant_id FROM playground_orders WHERE order_id = outbox.subject),
    (SELECT merchant_id FROM playground_checkouts WHERE order_id = outbox.subject),
    '')
WHERE kind <> 'expire' AND merchant_id = '';

-- +goose Down
SELECT 1;
