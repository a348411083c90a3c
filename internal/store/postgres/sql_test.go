package postgres_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// withSQL are the packages whose statements PostgreSQL is sent.
var withSQL = []string{".", "conn", "../sqlrows", reports, "../transfer"}

// reports is the package whose statements read everything there is, each table
// at once, without a lock.
const reports = "../fscksource"

// statements are the SQL of all packages: each string expression that is a
// whole statement, with its constants put in, by where it stands.
func statements(t *testing.T) map[string]string {
	t.Helper()
	set := token.NewFileSet()
	packages := map[string][]*ast.File{}
	exported := map[string]string{} // constants that another package may use
	for _, folder := range withSQL {
		packages[folder] = parsed(t, set, folder)
		for name, text := range constants(packages[folder], nil) {
			exported[packages[folder][0].Name.Name+"."+name] = text
		}
	}
	found := map[string]string{}
	for folder, files := range packages {
		before := len(found)
		maps.Copy(found, statementsOf(set, files, constants(files, exported)))
		if len(found) == before {
			t.Fatalf("no statement was found in %s", folder)
		}
	}
	for i, sql := range postgres.SweepStatements {
		found[fmt.Sprintf("retention_statements.go, composed %d", i)] = strings.Join(strings.Fields(sql), " ")
	}
	for i, sql := range sqlrows.RemovalStatements() {
		found[fmt.Sprintf("reset.go, composed %d", i)] = strings.Join(strings.Fields(sql), " ")
	}
	return found
}

// parsed are a package's files without its tests.
func parsed(t *testing.T, set *token.FileSet, folder string) (files []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob(folder + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
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
	return files
}

// statementsOf are those of one package.
func statementsOf(set *token.FileSet, files []*ast.File, known map[string]string) map[string]string {
	found := map[string]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			expr, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := constantText(expr, known)
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

var verb = regexp.MustCompile(`^(?i)(SELECT|INSERT|UPDATE|DELETE|WITH|SET|BEGIN|LOCK|LISTEN|NOTIFY|PREPARE|CREATE|DROP|ALTER|TRUNCATE|COPY|DECLARE|DO)[ ;]`)

// constants are the values of all string constants of a package, and of those
// that others export to it.
func constants(files []*ast.File, exported map[string]string) map[string]string {
	known := map[string]string{}
	maps.Copy(known, exported)
	for range 5 { // a constant may be made of others, of any file
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				if spec, ok := n.(*ast.ValueSpec); ok {
					for i, value := range spec.Values {
						if text, ok := constantText(value, known); ok {
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

// constantText is the value of a constant string expression.
func constantText(expr ast.Expr, known map[string]string) (string, bool) {
	switch e := expr.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.Ident:
		text, ok := known[e.Name]
		return text, ok
	case *ast.SelectorExpr:
		from, ok := e.X.(*ast.Ident)
		if !ok {
			return "", false
		}
		text, ok := known[from.Name+"."+e.Sel.Name]
		return text, ok
	case *ast.BinaryExpr:
		left, okLeft := constantText(e.X, known)
		right, okRight := constantText(e.Y, known)
		return left + right, okLeft && okRight && e.Op == token.ADD
	}
	return "", false
}

func TestSQLSurvivesAnotherEngine(t *testing.T) {
	t.Parallel()
	all := statements(t)
	if len(all) < 80 {
		t.Fatalf("only %d statements were found", len(all))
	}
	used := map[string]bool{}
	for where, sql := range all {
		used[wideBy(sql)] = true
		broken := slices.Concat(faults(sql), joined(sql))
		if strings.HasPrefix(where, reports) {
			broken = slices.DeleteFunc(broken, func(what string) bool { return strings.Contains(what, " without its ") })
		}
		if strings.HasPrefix(sql, asksTheClock) {
			broken = slices.DeleteFunc(broken, func(what string) bool { return what == "the server's clock" })
		}
		for _, what := range broken {
			t.Errorf("%s has %s: %s", where, what, sql)
		}
	}
	for beginning := range wide {
		if !used[beginning] {
			t.Errorf("an exception that nobody needs: %s", beginning)
		}
	}
}
