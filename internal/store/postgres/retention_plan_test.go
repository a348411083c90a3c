package postgres_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A sweep reads no more of a table than what is past its time, by the index of
// that time, however many rows there are that are not.
func TestSweepsUseTheirIndexes(t *testing.T) {
	t.Parallel()
	address := database(t)
	on(t, address, `INSERT INTO sessions (session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document)
			SELECT 's' || i, 'm1', sha256(i::text::bytea), 'builtin', 'payments', 'p' || i, 'WAITING', 1, i, i, '{}' FROM generate_series(1, 20000) i;
		INSERT INTO idempotency (merchant_id, key, fingerprint, session_id, created_at) SELECT 'm1', 'k' || i, '', 's' || i, i FROM generate_series(1, 150000) i;
		INSERT INTO playground_sessions (session_id, merchant_id, version, created_at, expires_at, document) SELECT 's' || i, 'm1', 1, i, i, '{}' FROM generate_series(1, 20000) i;
		INSERT INTO playground_checkouts (order_id, merchant_id, version, created_at, expires_at, document) SELECT 's' || i, 'm1', 1, i, i, '{}' FROM generate_series(1, 20000) i;
		INSERT INTO playground_orders (order_id, session_id, merchant_id, version, order_amount, fraud_status, created_at, expires_at, document)
			SELECT 's' || i, 's' || i, 'm1', 1, 5, 'ACCEPTED', 1, i, '{}' FROM generate_series(1, 20000) i;
		INSERT INTO playground_answers (merchant_id, key, fingerprint, created_at) SELECT 'm1', i::text::bytea, '', i FROM generate_series(1, 150000) i;
		INSERT INTO inbox_messages (merchant_id, message_id, session_id, method, recipient, subject, text_body, html_body, link, received_at)
			SELECT 'm1', 'm' || i, 's' || i, 'sms', '', '', '', '', '', i FROM generate_series(1, 150000) i;
		INSERT INTO access_codes (secret, code, digits, expires_at) SELECT i::text::bytea, i::text::bytea, i::text::bytea, i FROM generate_series(1, 150000) i;
		INSERT INTO message_quotas (merchant_id, scope, day, used) SELECT 'm1', 's', i, 1 FROM generate_series(1, 150000) i;
		ANALYZE`)
	conn := connected(t, address)
	sweeps := regexp.MustCompile(`^SELECT .* FROM (\w+) WHERE .*\b(?:\w+_at|day) <=? \$1 .*LIMIT \$[24]$`)
	values := strings.NewReplacer("$1", "9000", "$2", "10", "$3", "'s1'", "$4", "200")
	indexes := map[string]string{
		"sessions": "sessions_end", "idempotency": "idempotency_age", "playground_sessions": "playground_sessions_end",
		"playground_checkouts": "playground_checkouts_end", "playground_orders": "playground_orders_end", "playground_answers": "playground_answers_age",
		"inbox_messages": "inbox_messages_age", "access_codes": "access_codes_end", "message_quotas": "message_quotas_day",
	}
	for where, statement := range statements(t) {
		names := sweeps.FindStringSubmatch(statement)
		if names == nil || !strings.Contains(where, "retention") {
			continue
		}
		table := names[1]
		statement = values.Replace(strings.Replace(statement, "LIMIT $2", "LIMIT 200", 1))
		rows, err := conn.Query(t.Context(), "EXPLAIN "+statement)
		check(t, err)
		steps, err := pgx.CollectRows(rows, pgx.RowTo[string])
		check(t, err)
		plan := strings.Join(steps, "\n")
		if !regexp.MustCompile(`Index (Only )?Scan using `+indexes[table]+` on `).MatchString(plan) || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "Sort") {
			t.Errorf("%s:\n%s", statement, plan)
		}
		delete(indexes, table)
	}
	if len(indexes) > 0 {
		t.Errorf("no sweep was found of %v", indexes)
	}
}
