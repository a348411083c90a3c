package storybook

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"testing"
)

// published are the hooks of one kind in the list that testers hold us to.
func published(t *testing.T, kind string) []string {
	t.Helper()
	text, err := os.ReadFile("../../../docs/test-ids.md")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, table := range regexp.MustCompile("(?m)^\\| `"+kind+"` \\|.*\n\\|---\\|---\\|\n((?:\\|.*\n)+)").FindAllSubmatch(text, -1) {
		for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_-]+)` \\|").FindAllSubmatch(table[1], -1) {
			names = append(names, string(row[1]))
		}
	}
	return slices.Sorted(slices.Values(names))
}

// Every hook of the pages is in the published list, and every published one is
// on a page: a build that drops one breaks other people's tests.
func TestHooksArePublished(t *testing.T) {
	h := Handler()
	found := map[string]map[string]bool{"data-testid": {}, "data-outcome": {}}
	for _, story := range Stories() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/en/light/"+story.Name, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", story.Name, w.Code)
		}
		// What a hostile provider names is escaped, and no hook.
		for _, hook := range regexp.MustCompile(`(data-testid|data-outcome)="([^"&]*)"`).FindAllStringSubmatch(w.Body.String(), -1) {
			found[hook[1]][hook[2]] = true
		}
	}
	for kind, names := range found {
		want := published(t, kind)
		if got := slices.Sorted(maps.Keys(names)); !slices.Equal(got, want) {
			t.Errorf("%s\n on the pages:       %q\n in docs/test-ids.md: %q", kind, got, want)
		}
	}
}
