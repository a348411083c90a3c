package postgres_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// statements are the package's SQL: each string expression that is a whole
// statement, with its constants put in, by where it stands.
func statements(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	known := constants(files)
	found := map[string]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			expr, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := fold(expr, known)
			if !ok {
				return true
			}
			if text = strings.Join(strings.Fields(text), " "); verb.MatchString(text) {
				found[set.Position(expr.Pos()).String()] = text
			}
			return false
		})
	}
	return found
}

var verb = regexp.MustCompile(`^(?i)(SELECT|INSERT|UPDATE|DELETE|WITH|SET|BEGIN|LOCK|LISTEN|NOTIFY|PREPARE|CREATE|DROP|ALTER|TRUNCATE|COPY|DECLARE|DO) `)

// constants are the values of all string constants.
func constants(files []*ast.File) map[string]string {
	known := map[string]string{}
	for range 5 { // a constant may be made of others, of any file
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				if spec, ok := n.(*ast.ValueSpec); ok {
					for i, value := range spec.Values {
						if text, ok := fold(value, known); ok {
							known[spec.Names[i].Name] = text
						}
					}
				}
				return true
			})
		}
	}
	return known
}

// fold is the value of a constant string expression.
func fold(expr ast.Expr, known map[string]string) (string, bool) {
	switch e := expr.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.Ident:
		text, ok := known[e.Name]
		return text, ok
	case *ast.BinaryExpr:
		left, okLeft := fold(e.X, known)
		right, okRight := fold(e.Y, known)
		return left + right, okLeft && okRight && e.Op == token.ADD
	}
	return "", false
}

// forbidden is what an engine of another make, a shard or a pooler cannot do.
var forbidden = map[string]*regexp.Regexp{
	"a sequence":               regexp.MustCompile(`(?i)\b(nextval|currval|lastval|setval|(small|big)?serial\b|sequence|generated\b.*\bidentity)`),
	"an advisory lock":         regexp.MustCompile(`(?i)advisory`),
	"unnamed columns":          regexp.MustCompile(`(?i)\b(select|returning)\s+(\w+\.)?\*`),
	"a session's setting":      regexp.MustCompile(`(?i)(^|;\s*)(set|reset)\s+(session|[a-z_]+\s*(=|to\b))|set_config\([^)]*false\)`),
	"a session's object":       regexp.MustCompile(`(?i)\b(temp|temporary)\s+table|(^|;\s*)(prepare|deallocate|declare|listen|notify|lock|discard)\b|pg_notify`),
	"skipped rows in a choice": regexp.MustCompile(`(?i)^[^D].*skip locked|^D[^E].*skip locked`),
}

func TestSQLSurvivesAnotherEngine(t *testing.T) {
	all := statements(t)
	if len(all) < 80 {
		t.Fatalf("only %d statements were found", len(all))
	}
	for where, sql := range all {
		for what, pattern := range forbidden {
			if pattern.MatchString(sql) {
				t.Errorf("%s has %s: %s", where, what, sql)
			}
		}
	}
}

// hot are the tables that grow with use, and how each statement on them names
// the shard that it is for.
var hot = map[string]*regexp.Regexp{
	"sessions":      regexp.MustCompile(`\bsession_id = (\$|\()|INSERT INTO sessions \(session_id`),
	"events":        regexp.MustCompile(`\bsession_id = \$|INSERT INTO events \(session_id`),
	"distributions": regexp.MustCompile(`\bsession_id = \$|INSERT INTO distributions \(session_id`),
	"session_links": regexp.MustCompile(`\blink_hash = \$|INSERT INTO session_links \(`),
	"outbox":        regexp.MustCompile(`\bsubject = \$|INSERT INTO outbox \(subject`),
}

// wide are the few statements that ask every shard, by how they begin.
var wide = map[string]string{
	"SELECT session_id FROM sessions WHERE payment_id":              "after a payment, which does not know its sessions",
	"SELECT o.subject, o.id, o.kind, o.seq, EXISTS":                 "a worker looks for what is due",
	"SELECT due_at FROM outbox WHERE kind":                          "a worker's next time to look",
	"SELECT kind, count(*) FILTER":                                  "an operator's report",
	"SELECT subject, id, kind, seq, payload, attempts, due_at, cre": "an operator's list of what was given up",
}

func TestHotStatementsNameTheirShard(t *testing.T) {
	used := map[string]bool{}
	seen := map[string]int{}
	for where, sql := range statements(t) {
		for table, names := range hot {
			if !regexp.MustCompile(`(?i)\b(from|into|update|join) ` + table + `\b`).MatchString(sql) {
				continue
			}
			seen[table]++
			if names.MatchString(sql) {
				continue
			}
			if beginning := exception(sql); beginning != "" {
				used[beginning] = true
				continue
			}
			t.Errorf("%s does not say which %s: %s", where, table, sql)
		}
	}
	for table := range hot {
		if seen[table] < 2 {
			t.Errorf("%d statements on %s were found", seen[table], table)
		}
	}
	for beginning := range wide {
		if !used[beginning] {
			t.Errorf("an exception that nobody needs: %s", beginning)
		}
	}
}

func exception(sql string) string {
	for beginning := range wide {
		if strings.HasPrefix(sql, beginning) {
			return beginning
		}
	}
	return ""
}

// A rule that nothing can break holds nothing.
func TestRulesBite(t *testing.T) {
	for sql, what := range map[string]string{
		"SELECT nextval('a')":                                "a sequence",
		"CREATE TABLE a (id BIGSERIAL)":                      "a sequence",
		"SELECT pg_try_advisory_lock(1)":                     "an advisory lock",
		"SELECT * FROM sessions":                             "unnamed columns",
		"UPDATE a SET b = 1 RETURNING *":                     "unnamed columns",
		"SET statement_timeout = '5s'":                       "a session's setting",
		"BEGIN; SET statement_timeout TO 5":                  "a session's setting",
		"LISTEN outbox":                                      "a session's object",
		"SELECT id FROM outbox FOR UPDATE SKIP LOCKED":       "skipped rows in a choice",
		"UPDATE a SET b = 1 WHERE id IN (… SKIP LOCKED)":     "skipped rows in a choice",
		"CREATE TEMP TABLE a (b INT)":                        "a session's object",
		"SELECT set_config('statement_timeout', '5', false)": "a session's setting",
	} {
		if !forbidden[what].MatchString(sql) {
			t.Errorf("%q passes for without %s", sql, what)
		}
	}
	for _, sql := range []string{"SELECT session_id FROM sessions WHERE merchant_id = $1", "UPDATE sessions SET version = $1 WHERE link_hash = $2"} {
		if hot["sessions"].MatchString(sql) || exception(sql) != "" {
			t.Errorf("%q passes", sql)
		}
	}
}

func TestMigrationsHoldTheRules(t *testing.T) {
	paths, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := regexp.MustCompile(`--.*`).ReplaceAllString(string(content), "")
		for what, pattern := range forbidden {
			if pattern.MatchString(text) {
				t.Errorf("%s has %s", path, what)
			}
		}
		if !strings.HasPrefix(strings.TrimSpace(text), "SET LOCAL lock_timeout = '2s';") {
			t.Errorf("%s may wait for a lock for ever", path)
		}
	}
}
