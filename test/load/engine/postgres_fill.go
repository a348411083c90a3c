package engine

import (
	"context"
	"fmt"
	"strings"
)

// fillPostgres copies sessions and their jobs; $first and $last are numbers.
const fillPostgres = `BEGIN;
CREATE TEMP TABLE ids ON COMMIT DROP AS SELECT
	concat(substr(lpad(to_hex(1735689600000 + i), 12, '0'), 1, 8), '-', substr(lpad(to_hex(1735689600000 + i), 12, '0'), 9, 4),
		'-7000-8000-', lpad(to_hex(i), 12, '0')) AS id
	FROM generate_series($first::bigint, $last::bigint) AS i;
CREATE TEMP TABLE model ON COMMIT DROP AS SELECT s.*, o.kind, o.seq, o.due_at, o.payload, o.created_at AS queued_at
	FROM sessions s JOIN outbox o ON o.subject = s.session_id
	WHERE s.session_id = (SELECT max(session_id) FROM sessions WHERE status = 'WAITING');
INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document)
	SELECT id, merchant_id, decode(concat(md5(id), md5(concat(id, 'x'))), 'hex'), provider, payment_kind, id, status, version, created_at, expires_at, document
	FROM ids, model;
INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at) SELECT id, id, kind, seq, due_at, payload, queued_at FROM ids, model;
COMMIT`

// Fill implements Engine.
func (p *Postgres) Fill(ctx context.Context, total int) error {
	counted, err := p.query(ctx, fmt.Sprintf(`SELECT count(*) FROM sessions WHERE session_id BETWEEN '%s' AND '%s'`, CopyID(0), CopyID(total)))
	if err != nil {
		return err
	}
	var have int
	if _, err := fmt.Sscan(counted, &have); err != nil {
		return err
	}
	for from := have; from < total; from += fillBatch {
		numbers := strings.NewReplacer("$first", fmt.Sprint(from), "$last", fmt.Sprint(min(from+fillBatch, total)-1))
		if _, err := p.query(ctx, numbers.Replace(fillPostgres)); err != nil {
			return fmt.Errorf("copies from %d on: %w", from, err)
		}
	}
	_, err = p.query(ctx, "VACUUM ANALYZE")
	return err
}
