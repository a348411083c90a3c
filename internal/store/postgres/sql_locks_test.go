package postgres_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/store/tables"
)

var (
	// locked is a query up to its FOR UPDATE, its subqueries left out.
	rowLock  = regexp.MustCompile(`(?i)\bfor update\b`)
	lockFrom = regexp.MustCompile(`(?i)\bfrom ([a-z_]+)(?:\s+as)?(?:\s+([a-z_]+))?`)
	// compared is a comparison with a column, of whichever row.
	compared = regexp.MustCompile(`(?i)[=<>]\s*[a-z_]+(\.[a-z_]+)?\b`)
)

// lockFaults are the rules for queries that lock rows. An engine that spreads
// rows locks those of one shard, and only where what is asked of other tables
// can be asked first.
func lockFaults(sql string) (broken []string) {
	for _, at := range rowLock.FindAllStringIndex(sql, -1) {
		query, inner := enclosing(sql, at[0])
		from := lockFrom.FindStringSubmatch(query)
		if from == nil {
			continue
		}
		table, as := strings.ToLower(from[1]), strings.ToLower(from[2])
		if slices.Contains(keywords, as) {
			as = ""
		}
		if key := shardKey(table); key != "" && keyed(query, key, as) == 0 {
			broken = append(broken, fmt.Sprintf("a lock over all shards of %s", table))
		}
		for _, subquery := range inner {
			other := lockFrom.FindStringSubmatch(subquery)
			if other != nil && strings.ToLower(other[1]) != table && compared.MatchString(subquery) {
				broken = append(broken, "a lock with a question that depends on the row")
			}
		}
	}
	return broken
}

// enclosing is the query that ends at a place: without its parentheses, and
// what stands in those, from the outside in.
func enclosing(sql string, end int) (query string, inner []string) {
	depth, closing := 0, end
	for i := end - 1; i >= 0; i-- {
		switch sql[i] {
		case ')':
			if depth++; depth == 1 {
				query = sql[i+1:closing] + query
				closing = i
			}
		case '(':
			if depth--; depth < 0 {
				return sql[i+1:closing] + query, inner
			}
			if depth == 0 {
				inner = append(inner, sql[i+1:closing])
				closing = i
			}
		}
	}
	return sql[:closing] + query, inner
}

// joined finds a statement over all shards that brings rows of different
// groups together: there one side has to be gathered first. Rows of one group
// lie together where their shard keys are the same.
func joined(sql string) (broken []string) {
	if strings.Contains(sql, "AS MATERIALIZED (") || !regexp.MustCompile(`(?i)\bjoin\b`).MatchString(sql) {
		return nil
	}
	spread := map[string]bool{}
	for _, found := range mention.FindAllStringSubmatch(sql, -1) {
		if name := strings.ToLower(found[2]); shardKey(name) != "" {
			spread[name] = true
		}
	}
	if len(spread) > 1 && !liesBeside(sql) {
		broken = append(broken, "a join over all shards")
	}
	return broken
}

var byKeys = regexp.MustCompile(`(?i)\bjoin ([a-z_]+) ([a-z_]+) on ([a-z_]+)\.([a-z_]+) = ([a-z_]+)\.([a-z_]+)`)

// liesBeside reports whether every join of a statement is of tables of one group,
// by their shard keys.
func liesBeside(sql string) bool {
	tableOf := map[string]string{}
	for _, found := range mention.FindAllStringSubmatch(sql, -1) {
		tableOf[strings.ToLower(found[3])] = strings.ToLower(found[2])
	}
	joins := byKeys.FindAllStringSubmatch(sql, -1)
	for _, j := range joins {
		table, other := tableOf[j[3]], tableOf[j[5]]
		if j[2] != j[3] || groupOf(table) != groupOf(other) || j[4] != shardKey(table) || j[6] != shardKey(other) {
			return false
		}
	}
	return len(joins) == len(regexp.MustCompile(`(?i)\bjoin\b`).FindAllString(sql, -1))
}

// groupOf is the table beside which a table's rows lie: itself, perhaps.
func groupOf(name string) string {
	table, _ := tables.ByName(name)
	if table.Beside != "" {
		return table.Beside
	}
	return table.Name
}

func TestLockRulesBite(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"SELECT document FROM sessions WHERE merchant_id = $1 FOR UPDATE":                                                                             "a lock over all shards of sessions",
		"SELECT document FROM sessions s WHERE s.merchant_id = $1 AND EXISTS (SELECT 1 FROM events WHERE session_id = $1) FOR UPDATE":                 "a lock over all shards of sessions",
		"SELECT due_at FROM outbox WHERE kind = $1 FOR UPDATE":                                                                                        "a lock over all shards of outbox",
		"DELETE FROM outbox WHERE subject = $1 AND id IN (SELECT id FROM outbox WHERE kind = $2 FOR UPDATE SKIP LOCKED)":                              "a lock over all shards of outbox",
		"SELECT true FROM playground_orders AS p WHERE p.order_id = $1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject = p.session_id) FOR UPDATE": "a lock with a question that depends on the row",
		"SELECT true FROM playground_orders WHERE order_id = $1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject = session_id) FOR UPDATE":          "a lock with a question that depends on the row",
	} {
		if !slices.Contains(faults(sql), want) {
			t.Errorf("%q passes for without %s: %v", sql, want, faults(sql))
		}
	}
	for _, sql := range []string{
		"SELECT document FROM sessions WHERE session_id = $1 AND version = $2 FOR UPDATE",
		"SELECT true FROM playground_orders WHERE order_id = $1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject = $3 AND state = 'pending') FOR UPDATE",
		"DELETE FROM message_quotas WHERE merchant_id = $1 AND (scope, day) IN (SELECT scope, day FROM message_quotas WHERE merchant_id = $1 LIMIT 9 FOR UPDATE SKIP LOCKED)",
	} {
		if broken := faults(sql); len(broken) != 0 {
			t.Errorf("%q has %v", sql, broken)
		}
	}
	if len(joined("SELECT d.number FROM distributions d LEFT JOIN outbox o ON o.id = d.distribution_id")) == 0 {
		t.Error("a join over all shards passes")
	}
	if len(joined("SELECT e.url FROM merchant_events e JOIN profiles o ON o.merchant_id = e.subject")) == 0 {
		t.Error("a join of two groups passes")
	}
	if broken := joined("SELECT e.url FROM merchant_events e LEFT JOIN outbox o ON o.subject = e.subject AND o.id = e.event_id"); len(broken) != 0 {
		t.Errorf("rows that lie together: %v", broken)
	}
}
