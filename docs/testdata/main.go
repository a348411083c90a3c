// Command testdata writes docs/test-data.md and docs/markets.md from the
// tables the built-in provider decides by.
package main

import (
	"log"
	"os"

	"github.com/openhpp/openhpp/internal/playground/guide"
)

//go:generate go run . ../test-data.md ../markets.md

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: testdata TEST-DATA.md MARKETS.md")
	}
	pages := []string{
		guide.Markdown("Test data", "No real money moves at the built-in provider. What a payer types decides the result. A running server shows this\npage at `/playground/test-data`, linked from the banner of every payer's page.", guide.TestData()),
		guide.Markdown("Markets", "Where the built-in provider takes orders. The billing country, where it differs from the purchase country, decides\nabout the categories.", []guide.Table{guide.Markets()}),
	}
	for i, page := range pages {
		if err := os.WriteFile(os.Args[1+i], []byte(page), 0o600); err != nil { // keeps the mode of a file that exists
			log.Fatal(err)
		}
	}
}
