-- +goose Up
SET LOCAL lock_timeout = '2s';
-- What the playground kept instead of sending.
CREATE TABLE inbox_messages (
    merchant_id TEXT COLLATE "C" NOT NULL,
    message_id  TEXT COLLATE "C" NOT NULL,
    session_id  TEXT COLLATE "C" NOT NULL,
    method      TEXT NOT NULL CHECK (method IN ('email', 'sms')),
    recipient   TEXT NOT NULL,
    subject     TEXT NOT NULL, -- of an e-mail
    text_body   TEXT NOT NULL,
    html_body   TEXT NOT NULL, -- of an e-mail
    link        TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, message_id)
);
CREATE INDEX inbox_messages_newest ON inbox_messages (merchant_id, received_at, message_id);

-- +goose Down
DROP TABLE inbox_messages;
