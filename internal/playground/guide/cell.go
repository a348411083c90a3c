package guide

import "regexp"

// cell is one of a table on the page: under its head, and with what a tester
// types for it, if that is one thing.
type cell struct{ Head, Text, Copy string }

// section is a table of the page.
type section struct {
	Title, Note string
	Head        []string
	Rows        [][]cell
}

var (
	tag      = regexp.MustCompile(`^\+[a-z][a-z_]*$`)
	number   = regexp.MustCompile(`^\+\d{7,15}$`)
	day      = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	sixSigns = regexp.MustCompile(`^code (\d{6})$`)
)

// sectionOf makes cells of a table's texts.
func sectionOf(t Table) section {
	s := section{Title: t.Title, Note: t.Note, Head: t.Head}
	for _, row := range t.Rows {
		cells := make([]cell, len(row))
		for i, text := range row {
			cells[i] = cell{Head: t.Head[i], Text: text, Copy: typed(t.Head[i], text)}
		}
		s.Rows = append(s.Rows, cells)
	}
	return s
}

// typed is what a tester types for a text: a tag in an address, a number, a day, a
// code. Empty for what is only to be read.
func typed(head, text string) string {
	switch code := sixSigns.FindStringSubmatch(text); {
	case tag.MatchString(text):
		return "joe" + text + "@example.com"
	case head == "Reason":
		return "joe+reject_reason_" + text + "@example.com"
	case number.MatchString(text), day.MatchString(text):
		return text
	case code != nil:
		return code[1]
	}
	return ""
}
