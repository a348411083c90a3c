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
		"the stylesheet alone":     assets.Stylesheet,
		"nothing after it":         words + assets.Stylesheet,
		"nothing before it":        assets.Stylesheet + words,
		"the page that is paid on": words + assets.PayStylesheet + words,
		"both":                     words + assets.Stylesheet + words + assets.PayStylesheet,
		"twice":                    assets.Stylesheet + words + assets.Stylesheet,
		"the same words about":     words + assets.Stylesheet + words,
		"more than one window":     strings.Repeat(words, 20) + assets.Stylesheet + strings.Repeat(words, 20),
		"all but its last byte":    assets.Stylesheet[:len(assets.Stylesheet)-1],
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
