package docs

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	walkRow  = regexp.MustCompile("(?m)^[0-9]+[.] `(internal/[^`]+)`: (.+)$")
	walkStep = regexp.MustCompile("`([a-z_]+\\.go):([A-Za-z]+)`")
)

// The walks of architecture.md name functions that are there, and each walk
// enters a package once.
func TestWalksAreTrue(t *testing.T) {
	_, section, found := strings.Cut(readFile(t, "architecture.md"), "\n## Three walks\n")
	section, _, closed := strings.Cut(section, "\n## ")
	if !found || !closed {
		t.Fatal("architecture.md has no walks")
	}
	walks := strings.Split(section, "\n### ")[1:]
	if len(walks) != 3 {
		t.Errorf("%d walks", len(walks))
	}
	for _, walk := range walks {
		name, _, _ := strings.Cut(walk, "\n")
		visited := map[string]bool{}
		rows := walkRow.FindAllStringSubmatch(walk, -1)
		if len(rows) < 5 {
			t.Errorf("%s: %d rows", name, len(rows))
		}
		for _, row := range rows {
			if visited[row[1]] {
				t.Errorf("%s enters %s twice", name, row[1])
			}
			visited[row[1]] = true
			for _, step := range walkStep.FindAllStringSubmatch(row[2], -1) {
				if !declares(t, filepath.Join("..", row[1], step[1]), step[2]) {
					t.Errorf("%s: %s/%s has no function %s", name, row[1], step[1], step[2])
				}
			}
		}
	}
}
