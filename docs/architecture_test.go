package docs

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/openhpp/openhpp/"

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
