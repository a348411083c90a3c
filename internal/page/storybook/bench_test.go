package storybook

import (
	"io"
	"testing"

	"github.com/openhpp/openhpp/internal/page"
)

// BenchmarkRender is what one page costs the server, from the visit to the
// last byte of HTML: the words, the figures, the picture and the template.
func BenchmarkRender(b *testing.B) {
	for _, s := range Stories() {
		switch s.Name {
		case "pay", "challenge", "completed":
		default:
			continue
		}
		b.Run(s.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := page.Render(io.Discard, s.Screen("sv"), "nonce", ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
