-- +goose Up
SET LOCAL lock_timeout = '2s';
-- By what else than its id a session is found: the order it became, the
-- provider's short reference, the profile it was made with, and a keyed hash of
-- a payer contact. What a payer quotes stands in the session's own row.
CREATE TABLE IF NOT EXISTS session_search (
    merchant_id TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    value       TEXT COLLATE "C" NOT NULL,
    session_id  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, kind, value, session_id)
);
CREATE INDEX IF NOT EXISTS session_search_session ON session_search (session_id);

-- What sessions said before there was this table. Their contacts are missing:
-- SQL cannot hash them.
INSERT INTO session_search (merchant_id, kind, value, session_id)
    SELECT merchant_id, 'order', document -> 'result' ->> 'order_id', session_id FROM sessions WHERE document -> 'result' ->> 'order_id' <> ''
    UNION ALL
    SELECT merchant_id, 'klarna_reference', document -> 'result' ->> 'reference', session_id FROM sessions WHERE document -> 'result' ->> 'reference' <> ''
    UNION ALL
    SELECT merchant_id, 'profile', document ->> 'profile', session_id FROM sessions WHERE document ->> 'profile' <> ''
    ON CONFLICT (merchant_id, kind, value, session_id) DO NOTHING;

-- +goose Down
SET LOCAL lock_timeout = '2s';
DROP TABLE session_search;
