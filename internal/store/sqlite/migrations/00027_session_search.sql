-- +goose Up
-- By what else than its id a session is found: the order it became, the
-- provider's short reference, the profile it was made with, and a keyed hash of
-- a payer contact. What a payer quotes stands in the session's own row.
CREATE TABLE session_search (
    merchant_id TEXT NOT NULL,
    kind        TEXT NOT NULL,
    value       TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    PRIMARY KEY (merchant_id, kind, value, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_search_session ON session_search (session_id);

-- What sessions said before there was this table. Their contacts are missing:
-- SQL cannot hash them.
INSERT INTO session_search (merchant_id, kind, value, session_id)
    SELECT merchant_id, 'order', document ->> '$.result.order_id', session_id FROM sessions WHERE document ->> '$.result.order_id' <> ''
    UNION ALL
    SELECT merchant_id, 'klarna_reference', document ->> '$.result.reference', session_id FROM sessions WHERE document ->> '$.result.reference' <> ''
    UNION ALL
    SELECT merchant_id, 'profile', document ->> '$.profile', session_id FROM sessions WHERE document ->> '$.profile' <> '';

-- +goose Down
DROP TABLE session_search;
