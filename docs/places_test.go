package docs

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// places is what developing.md says of a table: its name, and its files.
var places = regexp.MustCompile("(?s)Those of `(\\w+)`, whose name.*?\n\n((?:- `[^`]+`\n)+)")

// mostPlaces is how many files a small table touches beside its port.
const mostPlaces = 5

// TestATableStandsInFewPlaces holds that what has to be said of a table twice is
// read from the registry: the example stands in the files that are listed, and
// in no other that is written by hand.
func TestATableStandsInFewPlaces(t *testing.T) {
	found := places.FindStringSubmatch(readFile(t, "developing.md"))
	if found == nil {
		t.Fatal("developing.md lists the files of no table")
	}
	table := regexp.MustCompile(`\b` + found[1] + `\b`)
	var listed []string
	for _, file := range quoted.FindAllStringSubmatch(found[2], -1) {
		listed = append(listed, file[1])
	}
	if len(listed) > mostPlaces {
		t.Errorf("%s stands in %d files, want at most %d", found[1], len(listed), mostPlaces)
	}
	files := sources(t)
	for file, text := range files {
		if table.MatchString(text) && !slices.Contains(listed, file) && file != "docs/developing.md" {
			t.Errorf("%s names %s and is not listed in developing.md", file, found[1])
		}
	}
	for _, file := range listed {
		// The checks use the store, which has a name of its own.
		if text, ok := files[file]; !ok || !table.MatchString(text) && path.Dir(file) != "internal/store/storetest" {
			t.Errorf("developing.md lists %s, which does not name %s", file, strings.TrimSpace(found[1]))
		}
	}
}
