// Package spec_test holds the citations of the contract: each names a section
// or a row that a reader of this repository can open.
package spec_test

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the repository as seen from this folder.
const root = "../.."

// fewestCitations is well below what the code holds: fewer found means that
// the search itself is broken.
const fewestCitations = 100

var (
	// cited finds `hpp.md §4.3`, `provider.md A.3.2.`, `safety.md A51` and a bare `hpp.md`.
	cited = regexp.MustCompile(`\b(hpp|provider|decisions|safety|upstream|snippet|events)\.md(?:(?: §| )([A-Z]?\.?[0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)*\b))?`)
	// foreign are contracts that were cited once and are not kept here.
	foreign = regexp.MustCompile(`\b(?:clients|upstream-klarna|upstream-cards)\.md\b|\bshared/(?:spec|design|findings)\b`)
	heading = regexp.MustCompile(`^#{2,4} ([A-Z]?[0-9.–]*[0-9A-Z])\.?(?: |$)`)
	row     = regexp.MustCompile(`^\| ([AIT][0-9]+)\b`)
)

// targets are what may be cited of a file: the numbers of its headings and the
// ids of its rows.
func targets(t *testing.T, name string) map[string]bool {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	found := map[string]bool{"": true}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		for _, pattern := range []*regexp.Regexp{heading, row} {
			if match := pattern.FindStringSubmatch(lines.Text()); match != nil {
				found[match[1]] = true
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryCitationLeadsSomewhere(t *testing.T) {
	t.Parallel()
	known := map[string]map[string]bool{}
	for _, name := range []string{"hpp", "provider", "decisions", "safety", "upstream", "snippet", "events"} {
		known[name] = targets(t, name+".md")
	}
	count := 0
	everyText(t, func(path, line string, number int) {
		for _, match := range cited.FindAllStringSubmatch(line, -1) {
			count++
			if !known[match[1]][match[2]] {
				t.Errorf("%s:%d: docs/spec/%s.md has no section or row %q", path, number, match[1], match[2])
			}
		}
		if match := foreign.FindString(line); match != "" {
			t.Errorf("%s:%d: %s is not in this repository", path, number, match)
		}
	})
	if count < fewestCitations {
		t.Errorf("%d citations found, expected at least %d", count, fewestCitations)
	}
}

// The public packages are read where nothing stands beside them: their
// citations carry the whole path.
func TestPublicCitationsCarryTheirPath(t *testing.T) {
	t.Parallel()
	everyText(t, func(path, line string, number int) {
		if !strings.HasPrefix(path, "client/") && !strings.HasPrefix(path, "api/") {
			return
		}
		for _, at := range cited.FindAllStringIndex(line, -1) {
			if !strings.HasSuffix(line[:at[0]], "docs/spec/") {
				t.Errorf("%s:%d: cite docs/spec/%s", path, number, line[at[0]:at[1]])
			}
		}
	})
}

// everyText calls see with every line of the sources and documents.
func everyText(t *testing.T, see func(path, line string, number int)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		switch {
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && name != "." || name == "docs/spec"):
			return fs.SkipDir
		case entry.IsDir() || !text(name):
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(content), "\n") {
			see(filepath.ToSlash(name), line, i+1)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// text reports whether people write the file.
func text(name string) bool {
	switch filepath.Ext(name) {
	case ".go", ".md", ".yaml", ".yml", ".sql", ".templ", ".css", ".js", ".sh":
		return true
	}
	return filepath.Base(name) == "Makefile"
}
