package storybook

import (
	"io"
	"testing"

	"github.com/openhpp/openhpp/internal/page"
)

// BenchmarkPage is what a page costs the server in its two parts: the texts,
// amounts and links of a screen, and its HTML.
func BenchmarkPage(b *testing.B) {
	for _, s := range Stories() {
		switch s.Name {
		case "pay", "pay-large", "challenge", "completed":
		default:
			continue
		}
		b.Run(s.Name+"/view", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = s.Screen("sv")
			}
		})
		b.Run(s.Name+"/html", func(b *testing.B) {
			screen := s.Screen("sv")
			b.ReportAllocs()
			for b.Loop() {
				if err := page.Render(io.Discard, screen, "nonce", ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
