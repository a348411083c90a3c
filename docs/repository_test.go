package docs

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

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

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
