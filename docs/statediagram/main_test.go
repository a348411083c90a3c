package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestDiagramHasEveryTransition(t *testing.T) {
	got := diagram()
	arrows := 1 // the one that leads in
	for from, row := range hpp.Table {
		for command, to := range row {
			arrows++
			if line := "  " + string(from) + " --> " + string(to) + ": " + string(command) + "\n"; !strings.Contains(got, line) {
				t.Errorf("the diagram lacks %q", line)
			}
		}
		if from.Final() {
			arrows++
		}
	}
	if drawn := strings.Count(got, "-->"); drawn != arrows {
		t.Errorf("%d arrows are drawn, want %d:\n%s", drawn, arrows, got)
	}
}

func TestInsert(t *testing.T) {
	tests := map[string]struct {
		text, want string
		err        error
	}{
		"replaced":     {"a\n" + begin + "old\n" + end + "\nb\n", "a\n" + begin + "new\n" + end + "\nb\n", nil},
		"empty before": {begin + end, begin + "new\n" + end, nil},
		"no beginning": {"a" + end, "", errNoBlock},
		"no end":       {begin + "a", "", errNoBlock},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := insert(test.text, "new\n")
			if !errors.Is(err, test.err) {
				t.Fatalf("got %v, want %v", err, test.err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRewrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.md")
	if err := rewrite(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.WriteFile(file, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := rewrite(file); !errors.Is(err, errNoBlock) {
		t.Errorf("a file without marks: %v", err)
	}
	if err := os.WriteFile(file, []byte(begin+end), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time changes nothing
		if err := rewrite(file); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(begin+diagram()+end, string(text)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
