package jsonfields

import (
	"strconv"
	"unicode/utf8"
)

// path leads from a body to one of its members.
type path []step

// step is a member's name, or an element's index.
type step struct {
	name  string
	index int
	array bool
}

// String writes a path as error messages do.
func (p path) String() string {
	text := ""
	for _, s := range p {
		if s.array {
			text = element(text, s.index)
			continue
		}
		text = member(text, s.name)
	}
	return text
}

// member and element extend a path.
func member(path, name string) string {
	const longest = 64
	if len(name) > longest {
		name = string([]rune(name)[:min(longest, utf8.RuneCountInString(name))]) + "…"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func element(path string, index int) string { return path + "[" + strconv.Itoa(index) + "]" }
