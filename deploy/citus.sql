-- Code generated from internal/store/tables by go generate. DO NOT EDIT.

-- How the tables of OpenHPP are spread over the nodes of a Citus cluster: run it
-- in the coordinator's database once, after the first start of OpenHPP has made
-- the tables and before the first payment. docs/operations/scale.md says which
-- settings the nodes need, and what is known of the result.

-- More shards than there will ever be nodes: shards move, rows do not.
SET citus.shard_count = 32;

-- A payment's rows lie together.
SELECT create_distributed_table('sessions', 'session_id', colocate_with => 'none');
SELECT create_distributed_table('events', 'session_id', colocate_with => 'sessions');
SELECT create_distributed_table('session_search', 'session_id', colocate_with => 'sessions');
SELECT create_distributed_table('distributions', 'session_id', colocate_with => 'sessions');
SELECT create_distributed_table('outbox', 'subject', colocate_with => 'sessions');
SELECT create_distributed_table('merchant_events', 'subject', colocate_with => 'sessions');
SELECT create_distributed_table('delivery_tries', 'subject', colocate_with => 'sessions');

-- A link tells which session it opens.
SELECT create_distributed_table('session_links', 'link_hash', colocate_with => 'none');

-- By the key, not by the merchant: a large merchant's keys must not all be on one node.
SELECT create_distributed_table('idempotency', 'key', colocate_with => 'none');

-- A merchant's small lists lie together.
SELECT create_distributed_table('message_quotas', 'merchant_id', colocate_with => 'none');
SELECT create_distributed_table('message_stops', 'merchant_id', colocate_with => 'message_quotas');
SELECT create_distributed_table('profiles', 'merchant_id', colocate_with => 'message_quotas');
SELECT create_distributed_table('inbox_messages', 'merchant_id', colocate_with => 'message_quotas');
SELECT create_distributed_table('sandbox_caught', 'merchant_id', colocate_with => 'message_quotas');
SELECT create_distributed_table('sandbox_catchers', 'merchant_id', colocate_with => 'message_quotas');

-- All other tables stay whole on the coordinator. Where rows were there before,
-- as after a move from one server, their old copies stay on its disk, unseen and
-- past every retention, until they are removed:
--   SELECT truncate_local_data_after_distributing_table('sessions');
-- and so on for each of the tables above.
