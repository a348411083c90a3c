package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

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
