-- +goose Up
SET LOCAL lock_timeout = '2s';
-- A merchant that no longer sells still serves its old orders. When a credential
-- was revoked may from now on lie in the future: until then it works.
ALTER TABLE merchants ADD COLUMN sales_closed_at BIGINT;

-- Callback secrets before the current one that still sign.
CREATE TABLE webhook_overlaps (
    merchant_id TEXT COLLATE "C" NOT NULL REFERENCES merchants (id),
    version     BIGINT NOT NULL,
    ends_at     BIGINT, -- null: at the next rotation
    PRIMARY KEY (merchant_id, version)
);
INSERT INTO webhook_overlaps (merchant_id, version)
    SELECT id, webhook_version - 1 FROM merchants WHERE webhook_version > 1;

-- +goose Down
DROP TABLE webhook_overlaps;
ALTER TABLE merchants DROP COLUMN sales_closed_at;
