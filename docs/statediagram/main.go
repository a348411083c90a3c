// Command statediagram writes the diagram of a session's states into
// docs/architecture.md, from the table the core itself runs on.
package main

import (
	"errors"
	"log"
	"os"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
)

//go:generate go run . ../architecture.md

const (
	begin = "<!-- begin state diagram: generated from hpp.Table by go generate; do not edit -->\n"
	end   = "<!-- end state diagram -->"
)

var errNoBlock = errors.New("the file lacks the marks of the state diagram")

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: statediagram FILE.md")
	}
	if err := rewrite(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func rewrite(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	changed, err := insert(string(text), diagram())
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(changed), 0o600) // keeps the mode of a file that exists
}

// insert replaces what stands between the marks.
func insert(text, block string) (string, error) {
	before, rest, ok := strings.Cut(text, begin)
	if !ok {
		return "", errNoBlock
	}
	_, after, ok := strings.Cut(rest, end)
	if !ok {
		return "", errNoBlock
	}
	return before + begin + block + end + after, nil
}

// diagram draws hpp.Table in the order of a session's life.
func diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n  [*] --> " + string(hpp.Statuses[0]) + "\n")
	for _, from := range hpp.Statuses {
		for _, command := range hpp.Commands {
			if to, ok := from.Next(command); ok {
				b.WriteString("  " + string(from) + " --> " + string(to) + ": " + string(command) + "\n")
			}
		}
		if from.Final() {
			b.WriteString("  " + string(from) + " --> [*]\n")
		}
	}
	b.WriteString("```\n")
	return b.String()
}
