// Package docs holds what the documents promise about the code.
package docs

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// root is the repository, seen from this package.
const root = ".."

// TestGlossaryWords reads every name, comment and document of the repository
// and finds the words that the glossary retires.
func TestGlossaryWords(t *testing.T) {
	words := readGlossary(t)
	for file, text := range sources(t) {
		for _, fault := range words.faults(t, file, text) {
			t.Error(fault)
		}
	}
}

// TestGlossaryFinds holds that the search sees a retired word in each place
// where one can stand.
func TestGlossaryFinds(t *testing.T) {
	words := glossary{words: []string{"mortal"}, names: []string{"told"}}
	for name, test := range map[string]struct {
		file, text string
		want       int
	}{
		"comment":                 {"a/b.go", "package a\n\n// It is mortal.\nvar x int\n", 1},
		"part of a name":          {"a/b.go", "package a\n\nfunc sweepMortalRows() {}\n", 1},
		"local name":              {"a/b.go", "package a\n\nfunc f() { mortal := 1; _ = mortal }\n", 1},
		"text":                    {"a/b.go", "package a\n\nvar x = \"a mortal row\"\n", 1},
		"document":                {"a/b.md", "# Rows\n\nA Mortal row.\n", 1},
		"SQL":                     {"a/b.sql", "-- A mortal row.\nSELECT mortal FROM rows;\n", 2},
		"build file":              {"Makefile", "mortal: ## A mortal row\n", 2},
		"file":                    {"a/mortal.go", "package a\n", 1},
		"folder":                  {"mortal/b.md", "", 1},
		"published name":          {"a/b.go", "package a\n\nvar x = \"CREATE INDEX outbox_mortal\"\n", 0},
		"tag of a field":          {"a/b.go", "package a\n\ntype t struct{ Row int `json:\"mortal\"` }\n", 0},
		"longer word":             {"a/b.go", "package a\n\n// Immortality.\nvar immortal int\n", 0},
		"function":                {"a/b.go", "package a\n\nfunc told() {}\n", 1},
		"method":                  {"a/b.go", "package a\n\ntype t int\n\nfunc (t) Told() {}\n", 1},
		"constant":                {"a/b.go", "package a\n\nconst told = 1\n", 1},
		"package":                 {"told/b.go", "package told\n", 2}, // the folder, and the clause
		"retired name in prose":   {"a/b.go", "package a\n\n// It is told.\nfunc f() {}\n", 0},
		"retired name as a local": {"a/b.go", "package a\n\nfunc f() { told := 1; _ = told }\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := words.faults(t, test.file, test.text); len(got) != test.want {
				t.Errorf("faults = %q, want %d", got, test.want)
			}
		})
	}
}

// glossary holds what docs/glossary.md retires, in small letters.
type glossary struct {
	words []string // stand nowhere
	names []string // name nothing that a package declares
}

var quotedWord = regexp.MustCompile("`([a-z]+)`")

func readGlossary(t *testing.T) glossary {
	t.Helper()
	text, err := os.ReadFile("glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	var all glossary
	terms := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| Term ") {
			continue
		}
		if len(cells) != 4 {
			t.Errorf("%q has %d cells, want term, meaning, retired words, retired names", line, len(cells))
			continue
		}
		term := strings.TrimSpace(cells[0])
		if terms[term] || strings.TrimSpace(cells[1]) == "" {
			t.Errorf("%q stands twice or has no meaning", term)
		}
		terms[term] = true
		for _, found := range quotedWord.FindAllStringSubmatch(cells[2], -1) {
			all.words = append(all.words, found[1])
		}
		for _, found := range quotedWord.FindAllStringSubmatch(cells[3], -1) {
			all.names = append(all.names, found[1])
		}
	}
	if len(terms) < 40 || len(all.words) == 0 || len(all.names) == 0 {
		t.Fatalf("read %d terms, %d retired words, %d retired names: is the table's form still the same?", len(terms), len(all.words), len(all.names))
	}
	return all
}

// sources reads what people wrote: code, templates, styles and documents.
// Generated files say what their sources say.
func sources(t *testing.T) map[string]string {
	t.Helper()
	files := readFiles(t, func(name string) bool {
		return isWritten(name) && !strings.Contains(name, "/dist/") && name != "docs/glossary.md" && name != "docs/glossary_test.go"
	})
	maps.DeleteFunc(files, func(_, text string) bool { return strings.Contains(text[:min(len(text), 300)], "Code generated") })
	for _, one := range []string{"Makefile", ".golangci.yml", "api/hpp.yaml", "internal/store/sqlite/migrations/00001_core.sql"} {
		if files[one] == "" {
			t.Errorf("%s is not among what people wrote", one)
		}
	}
	if len(files) < 500 {
		t.Fatalf("found %d files: is %s still the repository?", len(files), root)
	}
	return files
}

// isWritten reports whether a file is of a kind that people write.
func isWritten(name string) bool {
	kinds := []string{".go", ".md", ".templ", ".ts", ".js", ".css", ".sh", ".sql", ".yml", ".yaml", ".service", ".env"}
	return slices.Contains(kinds, path.Ext(name)) || slices.Contains([]string{"Makefile", "Containerfile"}, path.Base(name))
}

func (g glossary) faults(t *testing.T, file, text string) []string {
	t.Helper()
	var faults []string
	for part := range strings.SplitSeq(file, "/") {
		part = strings.TrimSuffix(strings.TrimSuffix(part, path.Ext(part)), "_test")
		faults = g.judge(faults, file, part, slices.Concat(g.words, g.names))
	}
	if path.Ext(file) != ".go" {
		for number, line := range strings.Split(text, "\n") {
			faults = g.read(faults, fmt.Sprintf("%s:%d", file, number+1), line)
		}
		return faults
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	at := func(pos token.Pos) string { return fmt.Sprintf("%s:%d", file, set.Position(pos).Line) }
	for _, group := range parsed.Comments {
		for _, comment := range group.List {
			faults = g.read(faults, at(comment.Pos()), comment.Text)
		}
	}
	seen, tags := map[string]bool{}, map[*ast.BasicLit]bool{} // a field's tag names members of the wire or of rows
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Ident:
			if !seen[node.Name] {
				seen[node.Name] = true
				faults = g.read(faults, at(node.Pos()), node.Name)
			}
		case *ast.Field:
			if node.Tag != nil {
				tags[node.Tag] = true
			}
		case *ast.BasicLit:
			if !tags[node] && node.Kind == token.STRING {
				faults = g.read(faults, at(node.Pos()), node.Value)
			}
		}
		return true
	})
	for _, name := range declared(parsed) {
		faults = g.judge(faults, at(name.Pos()), name.Name, g.names)
	}
	return faults
}

// judge adds a fault if the whole name is a retired one.
func (g glossary) judge(faults []string, place, name string, retired []string) []string {
	if slices.Contains(retired, strings.ToLower(name)) {
		faults = append(faults, fmt.Sprintf("%s: %q is no name here: see docs/glossary.md", place, name))
	}
	return faults
}

// read adds a fault for each retired word of a text.
func (g glossary) read(faults []string, place, text string) []string {
	for _, word := range split(text) {
		if slices.Contains(g.words, word) {
			faults = append(faults, fmt.Sprintf("%s: %q is retired: see docs/glossary.md", place, word))
		}
	}
	return faults
}

// declared lists the names of a file that others of its package see, methods
// with them.
func declared(file *ast.File) []*ast.Ident {
	names := []*ast.Ident{file.Name}
	for _, declaration := range file.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			names = append(names, declaration.Name)
		case *ast.GenDecl:
			for _, spec := range declaration.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names = append(names, spec.Name)
				case *ast.ValueSpec:
					names = append(names, spec.Names...)
				}
			}
		}
	}
	return names
}

// published matches a name of the wire, of a database or of a metric, which
// stays whatever words it is made of.
var published = regexp.MustCompile(`[A-Za-z0-9]+(_[A-Za-z0-9]+)+`)

// split takes a text apart into words of small letters: at everything that is
// no letter, and before each capital that follows a small letter.
func split(text string) []string {
	text = published.ReplaceAllString(text, "")
	var apart strings.Builder
	var last rune
	for _, r := range text {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			apart.WriteByte(' ')
		}
		apart.WriteRune(unicode.ToLower(r))
		last = r
	}
	return strings.FieldsFunc(apart.String(), func(r rune) bool { return !unicode.IsLetter(r) })
}
