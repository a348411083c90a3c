package markup

import "testing"

// A glance tells outcomes apart: no two share a drawing, and each has one.
func TestNoTwoScreensShareADrawing(t *testing.T) {
	owner := map[string]string{}
	for name, path := range signs {
		if other, twice := owner[path]; twice {
			t.Errorf("%s looks like %s", name, other)
		}
		owner[path] = name
	}
	for _, name := range []string{"completed", "failed", "cancelled", "expired", "disabled", "error", "not-found", "rejected", "unusable", "leaving"} {
		if signs[name] == "" {
			t.Errorf("%s has no drawing", name)
		}
	}
}
