-- +goose Up
-- Codes on phones are shared out by the network they are asked from, as a keyed
-- hash, and those that nobody looks at any more give way.
ALTER TABLE access_codes ADD COLUMN network BLOB NOT NULL DEFAULT x'';
ALTER TABLE access_codes ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX access_codes_network ON access_codes (network, seen_at);

-- +goose Down
DROP INDEX access_codes_network;
ALTER TABLE access_codes DROP COLUMN seen_at;
ALTER TABLE access_codes DROP COLUMN network;
