package manual

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Markdown are the commands as a document's sections, a table of flags for each.
func (m Manual) Markdown(model *kong.Application) string {
	var b strings.Builder
	commands := Commands(model)
	for _, family := range m.Families {
		fmt.Fprintf(&b, "## %s\n\n%s\n", family.Title, family.Text)
		for _, c := range commands {
			if c.Group == family.Key {
				section(&b, c)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("## Environment\n\nA flag goes before its variable. These have no flag:\n\n| Variable | |\n|---|---|\n")
	for _, v := range m.Environment {
		fmt.Fprintf(&b, "| `%s` | %s |\n", v.Name, cell(v.Help))
	}
	b.WriteString("\n## Exit status\n\n| Status | |\n|---|---|\n")
	for _, s := range m.Statuses {
		fmt.Fprintf(&b, "| %s | %s |\n", s.Code, cell(s.Meaning))
	}
	return b.String()
}

func section(b *strings.Builder, c Command) {
	fmt.Fprintf(b, "\n### `%s`\n\n%s\n", c.Path, c.Help)
	if len(c.Arguments)+len(c.Flags) == 0 {
		return
	}
	b.WriteString("\n| | Default | Variable | |\n|---|---|---|---|\n")
	for _, a := range c.Arguments {
		fmt.Fprintf(b, "| `%s` | | | %s |\n", cell(a.Name), cell(a.Help))
	}
	for _, f := range c.Flags {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", cell(f.usage()), code(f.Default), code(f.Variables...), cell(f.Help))
	}
}

func code(texts ...string) string {
	var found []string
	for _, text := range texts {
		if text != "" {
			found = append(found, "`"+cell(text)+"`")
		}
	}
	return strings.Join(found, ", ")
}

// cell is text that cannot end a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
