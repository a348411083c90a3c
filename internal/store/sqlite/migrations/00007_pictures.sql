-- +goose Up
CREATE TABLE pictures (
    name   TEXT PRIMARY KEY, -- hash of the content, with an extension
    kind   TEXT NOT NULL,    -- media type
    width  INTEGER NOT NULL, -- pixels
    height INTEGER NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE picture_sources (
    key        TEXT PRIMARY KEY, -- hash of the use and the address
    picture    TEXT REFERENCES pictures (name), -- null: what was there could not be used
    fetched_at INTEGER NOT NULL
) STRICT;

-- +goose Down
DROP TABLE picture_sources;
DROP TABLE pictures;
