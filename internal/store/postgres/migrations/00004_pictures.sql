-- +goose Up
SET LOCAL lock_timeout = '2s';

CREATE TABLE pictures (
    name   TEXT COLLATE "C" PRIMARY KEY, -- hash of the content, with an extension
    kind   TEXT NOT NULL,                -- media type
    width  BIGINT NOT NULL,              -- pixels
    height BIGINT NOT NULL,
    bytes  BYTEA NOT NULL
);

CREATE TABLE picture_sources (
    key        TEXT COLLATE "C" PRIMARY KEY, -- hash of the use and the address
    picture    TEXT COLLATE "C" REFERENCES pictures (name), -- null: what was there could not be used
    fetched_at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE picture_sources;
DROP TABLE pictures;
