-- +goose Up
-- What a server finds an unanswered commit by; the statements are the same in
-- every engine. A file's commits are always answered: nobody reads it here.
ALTER TABLE playground_sessions ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
ALTER TABLE playground_orders ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
ALTER TABLE playground_checkouts ADD COLUMN mark BLOB NOT NULL DEFAULT x'';
ALTER TABLE playground_tokens ADD COLUMN mark BLOB NOT NULL DEFAULT x'';

-- +goose Down
ALTER TABLE playground_tokens DROP COLUMN mark;
ALTER TABLE playground_checkouts DROP COLUMN mark;
ALTER TABLE playground_orders DROP COLUMN mark;
ALTER TABLE playground_sessions DROP COLUMN mark;
