package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/app"
)

// The README says of every setting what its field says.
func TestTheReadmeIsFresh(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := insert(string(text), table(app.Settings()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), fresh); diff != "" {
		t.Errorf("go generate ./docs/settings makes it fresh (-now +fresh):\n%s", diff)
	}
}

func TestEverySettingHasARow(t *testing.T) {
	rows := table(app.Settings())
	for _, s := range app.Settings() {
		if !strings.Contains(rows, "| `"+s.Name+"` | ") {
			t.Errorf("%s has no row", s.Name)
		}
		if s.Help == "" || !strings.HasSuffix(s.Help, ".") || strings.Contains(s.Help, "|") {
			t.Errorf("%s: the help %q must be sentences, and fit into a table", s.Name, s.Help)
		}
		if path, _, _ := strings.Cut(s.See, "#"); path != "" {
			if _, err := os.Stat("../../" + path); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
	}
	if len(app.Settings()) < 30 {
		t.Errorf("only %d settings are found", len(app.Settings()))
	}
}
