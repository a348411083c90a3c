-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Merchants that live for a test: whose they are, and until when.
CREATE TABLE IF NOT EXISTS sandbox_tenants (
    merchant_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    parent_id   TEXT COLLATE "C" NOT NULL,
    name        TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS sandbox_tenants_parent ON sandbox_tenants (parent_id);

-- +goose Down
SET LOCAL lock_timeout = '2s';
DROP TABLE sandbox_tenants;
