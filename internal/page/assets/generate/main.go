// Command generate writes dist/ from src/. Run it by `go generate`.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/openhpp/openhpp/internal/page/assets/build"
)

func main() {
	built, err := build.All(os.DirFS("src"))
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range built {
		if err := os.WriteFile(filepath.Join("dist", name), text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
