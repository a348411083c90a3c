-- +goose Up
SET LOCAL lock_timeout = '2s';
-- Here these columns are from the first day; a file has them from now on.
SELECT 1;

-- +goose Down
SELECT 1;
