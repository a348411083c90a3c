-- +goose Up
-- By these is found what is past its time. Rows come in the order of it, and
-- no change of a row moves it, but for orders whose time is extended. Of the
-- same moment there may be thousands, such as a day's orders: the id tells them
-- apart where a sweep has to go on behind those that stay.
CREATE INDEX sessions_end ON sessions (expires_at, session_id);
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX playground_sessions_end ON playground_sessions (expires_at, session_id);
CREATE INDEX playground_checkouts_end ON playground_checkouts (expires_at, order_id);
CREATE INDEX playground_orders_end ON playground_orders (expires_at, order_id);
CREATE INDEX inbox_messages_age ON inbox_messages (received_at);
CREATE INDEX inbox_messages_session ON inbox_messages (session_id);
CREATE INDEX message_quotas_day ON message_quotas (day);

-- +goose Down
DROP INDEX message_quotas_day;
DROP INDEX inbox_messages_session;
DROP INDEX inbox_messages_age;
DROP INDEX playground_orders_end;
DROP INDEX playground_checkouts_end;
DROP INDEX playground_sessions_end;
DROP INDEX idempotency_age;
DROP INDEX sessions_end;
