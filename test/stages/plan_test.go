package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// declared are the tests of the folders that a pattern matches.
func declared(t *testing.T, pattern string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("../../" + pattern)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(text, -1) {
			names[string(found[1])] = true
		}
	}
	return names
}

// A test that is renamed would drop out of its stage without a word.
func TestNamesInThePlanAreTests(t *testing.T) {
	everywhere := declared(t, "test/*/*_test.go")
	maps.Copy(everywhere, declared(t, "internal/*/*_test.go"))
	maps.Copy(everywhere, declared(t, "internal/store/*/*_test.go"))
	for _, name := range append(slices.Concat(measured, unraced), cluster, "TestReplicasInTrouble", "TestRestored") {
		if !everywhere[name] {
			t.Errorf("there is no %s", name)
		}
	}
	for _, name := range measuredOnBoth {
		if !slices.Contains(measured, name) {
			t.Errorf("%s is not measured", name)
		}
	}
	browser := declared(t, "test/e2e/*_test.go")
	for _, name := range bothEngines {
		if !browser[name] {
			t.Errorf("test/e2e has no %s", name)
		}
	}
}

func TestReasonsAreOfTests(t *testing.T) {
	if len(reasons()) == 0 {
		t.Fatal("no reasons were read")
	}
	for name := range reasons() {
		dot := len(filepath.Dir(name)) + 1 + regexp.MustCompile(`\.Test`).FindStringIndex(filepath.Base(name))[0]
		if !declared(t, name[:dot]+"/*_test.go")[name[dot+1:]] {
			t.Errorf("slow.txt: there is no %s in %s", name[dot+1:], name[:dot])
		}
	}
}
