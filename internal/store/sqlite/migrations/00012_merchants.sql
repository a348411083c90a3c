-- +goose Up
-- A merchant that no longer sells still serves its old orders. When a credential
-- was revoked may from now on lie in the future: until then it works.
ALTER TABLE merchants ADD COLUMN sales_closed_at INTEGER;

-- Callback secrets before the current one that still sign.
CREATE TABLE webhook_overlaps (
    merchant_id TEXT NOT NULL REFERENCES merchants (id),
    version     INTEGER NOT NULL,
    ends_at     INTEGER, -- null: at the next rotation
    PRIMARY KEY (merchant_id, version)
) STRICT, WITHOUT ROWID;
INSERT INTO webhook_overlaps (merchant_id, version)
    SELECT id, webhook_version - 1 FROM merchants WHERE webhook_version > 1;

-- +goose Down
DROP TABLE webhook_overlaps;
ALTER TABLE merchants DROP COLUMN sales_closed_at;
