package guide

import "strings"

// Markdown writes tables as a page of the documentation.
func Markdown(title, lead string, tables []Table) string {
	var b strings.Builder
	b.WriteString("# " + title + "\n\n" + lead + "\n")
	for _, t := range tables {
		b.WriteString("\n## " + t.Title + "\n\n")
		if t.Note != "" {
			b.WriteString(t.Note + "\n\n")
		}
		b.WriteString(row(t.Head) + "|" + strings.Repeat("---|", len(t.Head)) + "\n")
		for _, cells := range t.Rows {
			b.WriteString(row(cells))
		}
	}
	return b.String()
}

func row(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }
