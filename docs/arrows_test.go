package docs

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// room is the package below which a folder lies: internal/page/view belongs to
// page.
func room(folder string) string {
	first, below, _ := strings.Cut(folder, "/")
	if first != "internal" {
		return first
	}
	name, _, _ := strings.Cut(below, "/")
	return name
}

// connectors import everybody, so that nobody else has to: they are not drawn.
var connectors = []string{"app", "cli", "cmd", "docs", "test", "tools"}

// testHelpers are imported by other helpers of tests alone.
var testHelpers = []string{"fulltest", "testbrowser", "testport"}

// TestArrows holds that the plan draws the arrows that the code has, no more
// and no less.
func TestArrows(t *testing.T) {
	want := map[string]bool{}
	for folder, p := range goPackages(t) {
		for _, imported := range p.imports {
			from, to := room(folder), room(imported)
			if from != to && !slices.Contains(connectors, from) && !slices.Contains(testHelpers, to) {
				want[from+" --> "+to] = true
			}
		}
	}
	drawn := drawnArrows(t, readFile(t, "architecture.md"))
	for arrow := range want {
		if !drawn[arrow] {
			t.Errorf("the code has %s, which architecture.md does not draw", arrow)
		}
	}
	for arrow := range drawn {
		if !want[arrow] {
			t.Errorf("architecture.md draws %s, which the code does not have", arrow)
		}
	}
}

var nodeLabel = regexp.MustCompile(`[\[(].*$`)

// drawnArrows reads the whole arrows of the first flowchart: "a & b --> c".
func drawnArrows(t *testing.T, plan string) map[string]bool {
	t.Helper()
	_, chart, ok := strings.Cut(plan, "flowchart LR")
	chart, _, closed := strings.Cut(chart, "```")
	if !ok || !closed {
		t.Fatal("architecture.md has no flowchart LR")
	}
	drawn := map[string]bool{}
	for line := range strings.Lines(chart) {
		from, to, ok := strings.Cut(line, "-->")
		if !ok {
			continue
		}
		for a := range strings.SplitSeq(from, "&") {
			for b := range strings.SplitSeq(to, "&") {
				a, b := nodeLabel.ReplaceAllString(strings.TrimSpace(a), ""), nodeLabel.ReplaceAllString(strings.TrimSpace(b), "")
				drawn[a+" --> "+b] = true
			}
		}
	}
	return drawn
}
