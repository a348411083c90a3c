package postgres_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/store/tables"
)

// forbidden is what an engine of another make, a shard or a pooler cannot do,
// and what would make a statement say something else each time.
var forbidden = map[string]*regexp.Regexp{
	"a sequence":           regexp.MustCompile(`(?i)\b(nextval|currval|lastval|setval|(small|big)?serial\d*\b|sequence|generated\b.*\bidentity)`),
	"an advisory lock":     regexp.MustCompile(`(?i)advisory`),
	"unnamed columns":      regexp.MustCompile(`(?i)(\bselect|\breturning|,)\s+(\w+\.)?\*`),
	"a session's setting":  regexp.MustCompile(`(?i)(^|;\s*)(reset\b|set\s+([^l\s]|l[^o\s]|lo[^c\s]))|set_config\(.*\bfalse\s*\)|\balter\s+(role|user|system|database)\b`),
	"a session's object":   regexp.MustCompile(`(?i)\b(temp|temporary|unlogged)\b|(^|;\s*)(prepare|execute|deallocate|declare|fetch|move|close|listen|unlisten|notify|load|discard)\b|pg_notify|\bhold\b`),
	"a table's lock":       regexp.MustCompile(`(?i)(^|;\s*)lock\b`),
	"the server's clock":   regexp.MustCompile(`(?i)\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|age)\s*\(|\b(current_(date|time|timestamp)|localtime|localtimestamp)\b|'(now|today|tomorrow|yesterday)'`),
	"the server's dice":    regexp.MustCompile(`(?i)\b(random|setseed|gen_random_\w+|uuid_generate_\w+|txid_current|pg_current_xact_id)\s*\(|\btablesample\b`),
	"a place in a server":  regexp.MustCompile(`(?i)\b(ctid|xmin|xmax|tableoid)\b`),
	"code in a server":     regexp.MustCompile(`(?i)\b(function|procedure|trigger|rule|extension|materialized\s+view)\b|(^|;\s*)(do|call)\b`),
	"rows skipped to work": regexp.MustCompile(`(?i)^([^d]|d[^e]).*(skip locked|nowait)`),
}

// shardKey is the column that says on which node a row of a table lies. Tables
// that are no table of ours, and those that lie whole on one node, have none.
func shardKey(name string) string {
	table, _ := tables.ByName(name)
	return table.ShardKey
}

// asksTheClock begins the one statement that may ask for the server's time: the
// doctor compares it with the program's.
const asksTheClock = "SELECT (SELECT max(version_id) FROM goose_db_version WHERE is_applied)"

// wide are the few statements that ask every shard, by how they begin.
var wide = map[string]string{
	"WITH p AS MATERIALIZED (SELECT session_id, merchant_id FROM sessions":                                         list,
	"WITH s AS MATERIALIZED (SELECT session_id, merchant_id, ":                                                     list,
	"SELECT created_at, session_id FROM sessions WHERE merchant_id = $1":                                           list,
	"SELECT 0, session_id FROM ":                                                                                   list,
	"SELECT subject, count(*) FILTER (WHERE state = 'pending')":                                                    list,
	"SELECT session_id, count(*) FILTER (WHERE sent_at IS NOT NULL":                                                list,
	"SELECT session_id FROM sessions WHERE payment_id":                                                             "after a payment, which does not know its sessions",
	"SELECT session_id, version FROM sessions WHERE session_id = ANY ($1)":                                         "a process asks every other second for all of its open pages at once",
	"SELECT o.subject, o.id, o.kind, o.seq, EXISTS":                                                                "a worker looks for what is due, without a lock; it takes row by row",
	"SELECT e.event_id, e.subject, e.type":                                                                         "a merchant's list of deliveries, now and then",
	"SELECT e.event_id, e.subject FROM merchant_events":                                                            "a person asks for one delivery by its id",
	"SELECT event_id, endpoint, number, at, took_ms, result, status, body FROM delivery_tries WHERE subject = ANY": "the tries of one page of that list",
	"WITH RECURSIVE next (merchant) AS (":                                                                          "a worker looks whose work is due, without a lock",
	"SELECT due_at FROM outbox WHERE kind":                                                                         "a worker's next time to look",
	asksTheClock:                                                                                                   "the doctor's look at an installation, now and then",
	"SELECT kind, count(*) FILTER":                                                                                 "an operator's report",
	"SELECT subject, id, kind, merchant_id, seq, payload, attempts":                                                "an operator's list of what was given up",
	"SELECT version, document FROM playground_sessions WHERE token = $1 AND me":                                    "test money: a shop knows the token alone",
	"SELECT version, document FROM playground_orders WHERE session_id":                                             "test money: the page asks after the order of its payment",

	// Sweeps of what is past its time, in the background.
	"SELECT session_id, link_hash, expires_at, version, document FROM sess": sweep,
	"SELECT session_id, session_id, expires_at, version, NULL FROM playgro": sweep,
	"SELECT order_id, session_id, expires_at, version, NULL FROM playgroun": sweep,
	"SELECT order_id, order_id, expires_at, version, NULL FROM playground_": sweep,
	"SELECT merchant_id, key FROM idempotency WHERE created_at <= $1":       sweep,
	"SELECT merchant_id, key FROM playground_answers WHERE created_at <= $": sweep,
	"SELECT merchant_id, message_id FROM inbox_messages WHERE received_at ": sweep,
	"SELECT merchant_id, scope, day FROM message_quotas WHERE day < $1":     sweep,
	"SELECT true FROM sessions WHERE session_id = $1 AND version = $2 AND ": "a session's jobs that are apart have subjects of their own, below its",
	"DELETE FROM outbox WHERE subject > $1 || '/'":                          "the same, once they were given up",
	"DELETE FROM inbox_messages WHERE session_id = $1":                      "test messages: a sweep knows the session alone",
	"SELECT true FROM playground_sessions WHERE session_id = $1 AND versio": "test money: a payment stays as long as its order",

	// A merchant of a playground that begins anew, or ends.
	"DELETE FROM delivery_tries WHERE subject IN (SELECT subject FROM mer": reset,
	"DELETE FROM merchant_events WHERE merchant_id = $1":                   reset,
	"DELETE FROM outbox WHERE merchant_id = $1":                            reset,
	"DELETE FROM events WHERE session_id IN (SELECT session_id FROM sess":  reset,
	"DELETE FROM distributions WHERE session_id IN (SELECT session_id FRO": reset,
	"DELETE FROM token_claims WHERE session_id IN (SELECT session_id FROM": reset,
	"DELETE FROM access_codes WHERE session_id IN (SELECT session_id FROM": reset,
	"DELETE FROM session_search WHERE merchant_id = $1":                    reset,
	"DELETE FROM idempotency WHERE merchant_id = $1":                       reset,
	"DELETE FROM sessions WHERE merchant_id = $1":                          reset,
	"DELETE FROM session_links WHERE session_id IN (SELECT session_id FRO": reset,
}

const list = "a merchant's list, whose sessions are on every shard: so many rows at most, and by an index on each"

const reset = "everything that a test's merchant made, on whatever shard it lies"

const sweep = "looks for what is past its time, without a lock; it removes row by row"

var (
	mention  = regexp.MustCompile(`(?i)\b(from|update|join|into)\s+([a-z_]+)(?:\s+as)?(?:\s+([a-z_]+))?`)
	inserted = regexp.MustCompile(`(?i)\binto\s+[a-z_]+(?:\s+as\s+[a-z_]+)?\s*\(([^)]*)\)`)
	keywords = []string{"set", "where", "on", "order", "group", "left", "join", "using", "limit", "for", "values"}
)

// faults are the rules that a statement breaks. Its spaces are single ones.
func faults(sql string) []string {
	var broken []string
	for what, pattern := range forbidden {
		if pattern.MatchString(sql) {
			broken = append(broken, what)
		}
	}
	broken = append(broken, shardless(sql)...)
	broken = append(broken, lockFaults(sql)...)
	slices.Sort(broken)
	return broken
}

// shardless are the tables of which a statement does not say which shard it
// means. Each mention needs a word of its own: a part of a statement that
// leaves it out asks all shards, whatever the other parts say.
func shardless(sql string) (broken []string) {
	if wideBy(sql) != "" {
		return nil
	}
	type named struct{ table, as string }
	mentions := map[named]int{}
	for _, found := range mention.FindAllStringSubmatch(sql, -1) {
		as := strings.ToLower(found[3])
		if slices.Contains(keywords, as) {
			as = ""
		}
		mentions[named{strings.ToLower(found[2]), as}]++
	}
	for one, times := range mentions {
		if key := shardKey(one.table); key != "" && keyed(sql, key, one.as) < times {
			broken = append(broken, fmt.Sprintf("%s without its %s", one.table, key))
		}
	}
	return broken
}

// keyed is how often a statement says a key of a table that it calls as.
func keyed(sql, key, as string) int {
	times := 0
	for _, columns := range inserted.FindAllStringSubmatch(sql, -1) {
		if slices.Contains(strings.Split(strings.ReplaceAll(columns[1], " ", ""), ","), key) {
			times++
		}
	}
	before := `(^|[\s(])`
	if as != "" {
		before += `(?:` + as + `\.)?`
	}
	return times + len(regexp.MustCompile(`(?i)`+before+key+` = (\$\d|''|\(SELECT|[a-z_]+\.)`).FindAllString(sql, -1))
}

// wideBy is the beginning of the exception that a statement is, or nothing.
func wideBy(sql string) string {
	for beginning := range wide {
		if strings.HasPrefix(sql, beginning) && !strings.Contains(strings.ToUpper(sql), "SKIP LOCKED") {
			return beginning
		}
	}
	return ""
}

// A rule that nothing can break holds nothing.
func TestRulesBite(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"SELECT nextval('a')":                                     "a sequence",
		"CREATE TABLE a (id BIGSERIAL)":                           "a sequence",
		"CREATE TABLE a (id BIGINT GENERATED ALWAYS AS IDENTITY)": "a sequence",
		"SELECT pg_try_advisory_xact_lock(1)":                     "an advisory lock",
		"SELECT * FROM merchants":                                 "unnamed columns",
		"SELECT m.id, m.* FROM merchants m":                       "unnamed columns",
		"UPDATE a SET b = 1 RETURNING *":                          "unnamed columns",
		"SET statement_timeout = '5s'":                            "a session's setting",
		"SET lc_time TO 'C'":                                      "a session's setting",
		"BEGIN; SET SESSION statement_timeout TO 5":               "a session's setting",
		"RESET ALL": "a session's setting",
		"SELECT set_config('statement_timeout', '5', false)": "a session's setting",
		"LISTEN outbox":                                                             "a session's object",
		"SELECT pg_notify('outbox', '')":                                            "a session's object",
		"PREPARE a AS SELECT 1":                                                     "a session's object",
		"DECLARE a CURSOR WITH HOLD FOR SELECT 1":                                   "a session's object",
		"CREATE TEMP TABLE a (b INT)":                                               "a session's object",
		"LOCK TABLE merchants":                                                      "a table's lock",
		"UPDATE merchants SET disabled_at = now()":                                  "the server's clock",
		"CREATE TABLE a (b TIMESTAMP DEFAULT CURRENT_TIMESTAMP)":                    "the server's clock",
		"SELECT id FROM merchants ORDER BY random() LIMIT 1":                        "the server's dice",
		"CREATE TABLE a (id UUID DEFAULT gen_random_uuid())":                        "the server's dice",
		"DELETE FROM merchants WHERE ctid = $1":                                     "a place in a server",
		"CREATE TRIGGER a BEFORE INSERT ON merchants EXECUTE FUNCTION b()":          "code in a server",
		"SELECT id FROM outbox WHERE subject = $1 FOR UPDATE SKIP LOCKED":           "rows skipped to work",
		"UPDATE outbox SET a = 1 WHERE subject = $1 AND id IN (… SKIP LOCKED)":      "rows skipped to work",
		"SELECT session_id FROM sessions WHERE merchant_id = $1":                    "sessions without its session_id",
		"UPDATE sessions SET version = $1 WHERE link_hash = $2":                     "sessions without its session_id",
		"INSERT INTO events (seq, event_id) VALUES ($1, $2)":                        "events without its session_id",
		"DELETE FROM outbox WHERE due_at < $1":                                      "outbox without its subject",
		"UPDATE distributions SET state = $1 WHERE distribution_id = $2":            "distributions without its session_id",
		"SELECT s.document FROM sessions s JOIN events e ON e.session_id = $1":      "sessions without its session_id",
		"DELETE FROM outbox WHERE subject = $1 AND id IN (SELECT id FROM outbox)":   "outbox without its subject",
		"DELETE FROM idempotency WHERE key IN (SELECT key FROM old) /* SKIP LOCKED": "idempotency without its key",
		"SELECT due_at FROM outbox WHERE kind = $1 FOR UPDATE SKIP LOCKED":          "outbox without its subject",
	} {
		if !slices.Contains(faults(sql), want) {
			t.Errorf("%q passes for without %s: %v", sql, want, faults(sql))
		}
	}
}

// What is allowed must not be taken for what is not.
func TestRulesLetPass(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{
		"BEGIN; SET LOCAL statement_timeout = '5s'",
		"SELECT set_config('statement_timeout', '5s', true)",
		"SELECT document FROM sessions WHERE session_id = $1 FOR UPDATE",
		"SELECT e.seq FROM events e WHERE e.session_id = $1 AND e.seq > $2",
		"INSERT INTO outbox AS o (subject, id) VALUES ($1, $2) ON CONFLICT (subject, id) DO UPDATE SET id = excluded.id",
		"DELETE FROM message_quotas WHERE merchant_id = $1 AND scope IN (SELECT scope FROM message_quotas WHERE merchant_id = $1 LIMIT 9 FOR UPDATE SKIP LOCKED)",
	} {
		if broken := faults(sql); len(broken) != 0 {
			t.Errorf("%q has %v", sql, broken)
		}
	}
}
