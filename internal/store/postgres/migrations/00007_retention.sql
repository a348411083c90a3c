-- +goose NO TRANSACTION
-- +goose Up
-- By these is found what is past its time. Rows come in the order of it, and
-- no change of a row moves it, but for orders whose time is extended. Of the
-- same moment there may be thousands, such as a day's orders: the id tells them
-- apart where a sweep has to go on behind those that stay.
--
-- Built beside the servers that are running: they go on writing meanwhile. A
-- build that is broken off leaves an index that nothing uses; it goes first.
DROP INDEX CONCURRENTLY IF EXISTS sessions_end;
CREATE INDEX CONCURRENTLY sessions_end ON sessions (expires_at, session_id);
DROP INDEX CONCURRENTLY IF EXISTS idempotency_age;
CREATE INDEX CONCURRENTLY idempotency_age ON idempotency (created_at);
DROP INDEX CONCURRENTLY IF EXISTS playground_sessions_end;
CREATE INDEX CONCURRENTLY playground_sessions_end ON playground_sessions (expires_at, session_id);
DROP INDEX CONCURRENTLY IF EXISTS playground_checkouts_end;
CREATE INDEX CONCURRENTLY playground_checkouts_end ON playground_checkouts (expires_at, order_id);
DROP INDEX CONCURRENTLY IF EXISTS playground_orders_end;
CREATE INDEX CONCURRENTLY playground_orders_end ON playground_orders (expires_at, order_id);
DROP INDEX CONCURRENTLY IF EXISTS inbox_messages_age;
CREATE INDEX CONCURRENTLY inbox_messages_age ON inbox_messages (received_at);
DROP INDEX CONCURRENTLY IF EXISTS inbox_messages_session;
CREATE INDEX CONCURRENTLY inbox_messages_session ON inbox_messages (session_id);
DROP INDEX CONCURRENTLY IF EXISTS message_quotas_day;
CREATE INDEX CONCURRENTLY message_quotas_day ON message_quotas (day);

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS message_quotas_day;
DROP INDEX CONCURRENTLY IF EXISTS inbox_messages_session;
DROP INDEX CONCURRENTLY IF EXISTS inbox_messages_age;
DROP INDEX CONCURRENTLY IF EXISTS playground_orders_end;
DROP INDEX CONCURRENTLY IF EXISTS playground_checkouts_end;
DROP INDEX CONCURRENTLY IF EXISTS playground_sessions_end;
DROP INDEX CONCURRENTLY IF EXISTS idempotency_age;
DROP INDEX CONCURRENTLY IF EXISTS sessions_end;
