-- +goose Up
-- Merchants that live for a test: whose they are, and until when.
CREATE TABLE sandbox_tenants (
    merchant_id TEXT NOT NULL PRIMARY KEY,
    parent_id   TEXT NOT NULL,
    name        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sandbox_tenants_parent ON sandbox_tenants (parent_id);

-- +goose Down
DROP TABLE sandbox_tenants;
