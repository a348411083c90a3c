package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

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
