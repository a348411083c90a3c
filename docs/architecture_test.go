package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/openhpp/openhpp/"

// goPackage is a folder of Go files, as far as these tests look at it.
type goPackage struct {
	name    string
	comment string   // of the package clause
	imports []string // folders of this repository; those of tests are left out
}

// goPackages reads every folder of Go files in the repository.
func goPackages(t *testing.T) map[string]goPackage {
	t.Helper()
	all := map[string]goPackage{}
	for file, text := range goFiles(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		folder := path.Dir(file)
		p := all[folder]
		if isTest := strings.HasSuffix(file, "_test.go"); !isTest {
			p.name = parsed.Name.Name
			for _, spec := range parsed.Imports {
				if below, ok := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module); ok {
					p.imports = append(p.imports, below)
				}
			}
			if parsed.Doc != nil {
				p.comment += " " + strings.Join(strings.Fields(parsed.Doc.Text()), " ")
			}
		}
		all[folder] = p
	}
	return all
}

func goFiles(t *testing.T) map[string]string {
	t.Helper()
	return readFiles(t, func(name string) bool { return path.Ext(name) == ".go" })
}

// readFiles reads the files of the repository whose names are wanted.
func readFiles(t *testing.T, wanted func(name string) bool) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.IsDir() || !wanted(name):
			return nil
		}
		text, err := fs.ReadFile(os.DirFS(root), name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	quoted      = regexp.MustCompile("`([^`]+)`")
	tableWithin = regexp.MustCompile("^\\| In `([^`]+)` ")
)

// documented lists the packages that have a row in the plan: full folders, and
// patterns such as internal/wire/*.
func documented(t *testing.T, plan string) []string {
	t.Helper()
	var rows []string
	within, inTable := "", false
	for line := range strings.Lines(plan) {
		switch {
		case strings.HasPrefix(line, "| Package |"):
			within, inTable = "", true
		case tableWithin.MatchString(line):
			within, inTable = tableWithin.FindStringSubmatch(line)[1]+"/", true
		case !strings.HasPrefix(line, "|"):
			inTable = false
		case inTable && !strings.HasPrefix(line, "|---"):
			first, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
			for _, name := range quoted.FindAllStringSubmatch(first, -1) {
				rows = append(rows, within+name[1])
			}
			if strings.Count(line, "|") != 4 {
				t.Errorf("%q must have three cells: package, owns, must not know", line)
			}
		}
	}
	return rows
}

// TestPlanNamesEveryPackage holds that each package of the program has a row,
// and each row a package.
func TestPlanNamesEveryPackage(t *testing.T) {
	packages := goPackages(t)
	rows := documented(t, readFile(t, "architecture.md"))
	if len(rows) < 40 {
		t.Fatalf("found %d rows: is the form of the tables still the same?", len(rows))
	}
	covers := func(row, folder string) bool { ok, _ := path.Match(row, folder); return ok }
	for folder, p := range packages {
		needs := strings.HasPrefix(folder, "internal/") && p.name != "" && p.name != "main"
		if needs && !slices.ContainsFunc(rows, func(row string) bool { return covers(row, folder) }) {
			t.Errorf("%s has no row in architecture.md", folder)
		}
	}
	for i, row := range rows {
		has := false
		for folder := range packages {
			has = has || covers(row, folder)
		}
		if !has {
			t.Errorf("architecture.md has a row for %s, which is no package", row)
		}
		if slices.Contains(rows[:i], row) {
			t.Errorf("architecture.md has two rows for %s", row)
		}
	}
}

// TestPackageComments holds that each package says what it owns and what it
// must not know.
func TestPackageComments(t *testing.T) {
	owns := regexp.MustCompile(`\bowns\b`)
	mustNot := regexp.MustCompile(`\b[Mm]ust not know\b`)
	for folder, p := range goPackages(t) {
		if p.name == "" || p.name == "main" || !strings.HasPrefix(folder, "internal/") || strings.HasPrefix(folder, "internal/app") {
			continue
		}
		if strings.Contains(p.comment, "Code generated") {
			continue
		}
		if !owns.MatchString(p.comment) || !mustNot.MatchString(p.comment) {
			t.Errorf("%s: the package comment must say what the package owns and what it must not know: %q", folder, p.comment)
		}
	}
}

// room is the package below which a folder lies: internal/page/view belongs to
// page.
func room(folder string) string {
	first, below, _ := strings.Cut(folder, "/")
	if first != "internal" {
		return first
	}
	name, _, _ := strings.Cut(below, "/")
	return name
}

// connectors import everybody, so that nobody else has to: they are not drawn.
var connectors = []string{"app", "cli", "cmd", "docs", "test", "tools"}

// testHelpers are imported by other helpers of tests alone.
var testHelpers = []string{"fulltest", "testbrowser", "testport"}

// TestArrows holds that the plan draws the arrows that the code has, no more
// and no less.
func TestArrows(t *testing.T) {
	want := map[string]bool{}
	for folder, p := range goPackages(t) {
		for _, imported := range p.imports {
			from, to := room(folder), room(imported)
			if from != to && !slices.Contains(connectors, from) && !slices.Contains(testHelpers, to) {
				want[from+" --> "+to] = true
			}
		}
	}
	drawn := drawnArrows(t, readFile(t, "architecture.md"))
	for arrow := range want {
		if !drawn[arrow] {
			t.Errorf("the code has %s, which architecture.md does not draw", arrow)
		}
	}
	for arrow := range drawn {
		if !want[arrow] {
			t.Errorf("architecture.md draws %s, which the code does not have", arrow)
		}
	}
}

var nodeLabel = regexp.MustCompile(`[\[(].*$`)

// drawnArrows reads the whole arrows of the first flowchart: "a & b --> c".
func drawnArrows(t *testing.T, plan string) map[string]bool {
	t.Helper()
	_, chart, ok := strings.Cut(plan, "flowchart LR")
	chart, _, closed := strings.Cut(chart, "```")
	if !ok || !closed {
		t.Fatal("architecture.md has no flowchart LR")
	}
	drawn := map[string]bool{}
	for line := range strings.Lines(chart) {
		from, to, ok := strings.Cut(line, "-->")
		if !ok {
			continue
		}
		for a := range strings.SplitSeq(from, "&") {
			for b := range strings.SplitSeq(to, "&") {
				a, b := nodeLabel.ReplaceAllString(strings.TrimSpace(a), ""), nodeLabel.ReplaceAllString(strings.TrimSpace(b), "")
				drawn[a+" --> "+b] = true
			}
		}
	}
	return drawn
}

// TestPathsInDocuments holds that what the developers' documents name exists:
// files, folders, and functions or types as in internal/hpp/create.go:Create.
func TestPathsInDocuments(t *testing.T) {
	inRepository := regexp.MustCompile(`^(?:internal|docs|api|client|cmd|test|deploy|tools)/[\w./*-]*(?::[\w.]+)?$`)
	for _, document := range []string{"architecture.md", "developing.md"} {
		found := 0
		for _, match := range quoted.FindAllStringSubmatch(readFile(t, document), -1) {
			if !inRepository.MatchString(match[1]) {
				continue
			}
			found++
			file, name, hasName := strings.Cut(match[1], ":")
			matches, err := filepath.Glob(filepath.Join(root, file))
			if err != nil || len(matches) == 0 {
				t.Errorf("%s names %s, which does not exist", document, file)
				continue
			}
			if hasName && !declares(t, matches[0], name) {
				t.Errorf("%s names %s in %s, which does not declare it", document, name, file)
			}
		}
		if found < 10 {
			t.Errorf("%s names %d paths: is the search still right?", document, found)
		}
	}
}

// declares reports whether a file declares a function, method, type, constant
// or variable; a method may carry its type before a dot.
func declares(t *testing.T, file, name string) bool {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	name = name[strings.LastIndexByte(name, '.')+1:]
	return slices.ContainsFunc(declared(parsed), func(id *ast.Ident) bool { return id.Name == name })
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// clockless are the packages in which time is a value that is handed in.
var clockless = []string{
	"internal/hpp", "internal/rest", "internal/callback", "internal/merchant", "internal/outbox", "internal/retention", "internal/fsck",
	"internal/provider", "internal/playground", "internal/page/view", "internal/page/markup", "internal/store/sqlrows",
}

// TestTimeIsAValue holds that no rule of the domain reads a clock: what is
// stored or decided depends on a time that the caller gave.
func TestTimeIsAValue(t *testing.T) {
	for file, text := range goFiles(t) {
		within := func(folder string) bool { return strings.HasPrefix(file, folder+"/") }
		if strings.HasSuffix(file, "_test.go") || !slices.ContainsFunc(clockless, within) {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			if reads, ok := call.Fun.(*ast.SelectorExpr); ok && reads.Sel.Name == "Now" {
				if of, ok := reads.X.(*ast.Ident); ok && of.Name == "time" {
					t.Errorf("%s calls time.Now: take the time from the caller", file)
				}
			}
			return true
		})
	}
}
