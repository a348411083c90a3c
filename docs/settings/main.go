// Command settings writes the table of settings into README.md, from the tags of
// the fields of the server's configuration.
package main

import (
	"errors"
	"log"
	"os"
	"regexp"
	"strings"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/settings"
)

//go:generate go run . ../../README.md

const (
	begin = "<!-- begin settings: generated from app.Config by go generate; do not edit -->\n"
	end   = "<!-- end settings -->"
)

var errNoBlock = errors.New("the file lacks the marks of the settings")

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: settings FILE.md")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	changed, err := insert(string(text), table(app.Settings()))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], []byte(changed), 0o600); err != nil { // keeps the mode of a file that exists
		log.Fatal(err)
	}
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

// table has a row for every setting.
func table(all settings.All) string {
	var b strings.Builder
	b.WriteString("| Variable | Default | |\n|---|---|---|\n")
	for _, s := range all {
		b.WriteString("| " + code(s.Name) + " | " + byDefault(s) + " | " + describe(s) + " |\n")
	}
	return b.String()
}

func byDefault(s settings.Setting) string {
	if s.Default != "" {
		return code(s.Default)
	}
	return asCode(s.Otherwise)
}

func describe(s settings.Setting) string {
	text := asCode(strings.TrimSuffix(s.Help, "."))
	if s.See != "" {
		text += " ([more](" + s.See + "))"
	}
	switch name := code(s.Name + settings.FileSuffix); {
	case s.Secret && s.InFile:
		text += "; no flag, but " + name + " may name a file that holds it"
	case s.Secret:
		text += "; no flag"
	case s.InFile:
		text += "; " + name + " may name a file that holds it"
	}
	return text
}

func code(text string) string { return "`" + text + "`" }

// literal is what stands for itself in a sentence: an address, a path, a value
// with a hyphen, a name.
var literal = regexp.MustCompile(`OPENHPP_[A-Z_]+|[a-z]+:(//|/|[a-z0-9]+)\S*[^\s,.;:)]|/[a-z]+(/[a-z]+/?)?|\b[0-9.]+:[0-9]+\b|[a-z]+-[a-z]+(,|$)`)

func asCode(text string) string {
	return literal.ReplaceAllStringFunc(text, func(found string) string {
		bare := strings.TrimSuffix(found, ",")
		return code(bare) + found[len(bare):]
	})
}
