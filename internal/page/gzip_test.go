package page

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/page/assets"
)

// Whatever stands around the stylesheet, and without it, is read back as it was
// by another implementation of the format.
func TestPack(t *testing.T) {
	words := strings.Repeat("<li>Lamp, 2 pcs, 237.50 kr</li>", 300)
	for name, html := range map[string]string{
		"nothing":                  "",
		"one byte":                 "a",
		"no stylesheet":            words,
		"a page":                   "<style>" + assets.Stylesheet + "</style>" + words,
		"the stylesheet alone":     "<style>" + assets.Stylesheet,
		"nothing like a page":      "<style",
		"no style's end":           "<style>",
		"one colour scheme":        "<style>" + inScheme(assets.PayStylesheet, "dark") + "</style>" + words,
		"nothing after it":         words + "<style>" + assets.Stylesheet,
		"nothing before it":        "<style>" + assets.Stylesheet + words,
		"the page that is paid on": words + "<style>" + assets.PayStylesheet + words,
		"both":                     words + "<style>" + assets.Stylesheet + words + assets.PayStylesheet,
		"twice":                    "<style>" + assets.Stylesheet + words + "<style>" + assets.Stylesheet,
		"the same words about":     words + "<style>" + assets.Stylesheet + words,
		"more than one window":     strings.Repeat(words, 20) + "<style>" + assets.Stylesheet + strings.Repeat(words, 20),
		"all but its last byte":    "<style>" + assets.Stylesheet[:len(assets.Stylesheet)-1],
	} {
		var small bytes.Buffer
		if err := gzipPage(&small, []byte(html)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r, err := gzip.NewReader(&small)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		back, err := io.ReadAll(r)
		if err != nil || string(back) != html {
			t.Errorf("%s: %d bytes came back of %d: %v", name, len(back), len(html), err)
		}
	}
}

func BenchmarkPack(b *testing.B) {
	html := []byte("<style>" + assets.Stylesheet + "</style>" + strings.Repeat("<li>Lamp, 2 pcs, 237.50 kr</li>", 250))
	b.ReportAllocs()
	var small bytes.Buffer
	for b.Loop() {
		small.Reset()
		if err := gzipPage(&small, html); err != nil {
			b.Fatal(err)
		}
	}
}

// A page in one colour scheme has its stylesheet packed before, too.
func TestEveryStylesheetIsFound(t *testing.T) {
	seen := map[int]bool{}
	for _, scheme := range []string{"", "light", "dark"} {
		for _, sheet := range []string{assets.Stylesheet, assets.PayStylesheet, assets.CodeStylesheet} {
			text := inScheme(sheet, scheme)
			found, at := findStylesheet([]byte(`<title>A</title><style nonce="b">` + text + "</style>"))
			if found < 0 || string(stylesheets()[found]) != text || at != len(`<title>A</title><style nonce="b">`) {
				t.Errorf("scheme %q: %d at %d", scheme, found, at)
			}
			seen[found] = true
		}
	}
	if len(seen) != len(stylesheets()) {
		t.Errorf("%d stylesheets were found, of %d", len(seen), len(stylesheets()))
	}
}
