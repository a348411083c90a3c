package assets

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The pages of the playground are of one family with the payer's: the same colours,
// light and dark, and the same type.
func TestPagesOfOneFamily(t *testing.T) {
	read := func(path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	token := regexp.MustCompile(`--(paper|card|ink|soft|line|edge|accent|tint|round): ([^;]+);`)
	tokens := func(css string) [2]map[string]string {
		var found [2]map[string]string
		for i, half := range strings.SplitN(css, "prefers-color-scheme: dark", 2) {
			found[i] = map[string]string{}
			for _, m := range token.FindAllStringSubmatch(half, -1) {
				found[i][m[1]] = m[2]
			}
		}
		return found
	}
	typeface := regexp.MustCompile(`-apple-system[^;]+`)
	ours, face := tokens(read("src/style/root.css")), typeface.FindString(read("src/style/base.css"))
	for _, path := range []string{"../../inbox/page.css", "../../playground/guide/page.css"} {
		theirs := tokens(read(path))
		for i, theme := range []string{"light", "dark"} {
			for name, want := range theirs[i] {
				if ours[i][name] != want {
					t.Errorf("%s: %s is %s in %s, %s on the page", path, name, want, theme, ours[i][name])
				}
			}
			if len(theirs[i]) < 8 {
				t.Errorf("%s names %d colours of the page in %s", path, len(theirs[i]), theme)
			}
		}
	}
	for _, path := range []string{"../../inbox/page.css", "../../playground/guide/page.css", "../../shop/assets/shop.css"} {
		if got := typeface.FindString(read(path)); got != face {
			t.Errorf("%s is set in %q, the page in %q", path, got, face)
		}
	}
}
