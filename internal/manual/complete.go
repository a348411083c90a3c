package manual

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Complete answers what the last of the words may become; it may be empty. The words are those
// after the program's name. Some shells part a word at its =, so that a flag, = and the value are
// three.
func Complete(model *kong.Application, words []string) []string {
	if len(words) == 0 {
		words = []string{""}
	}
	before, last := words[:len(words)-1], words[len(words)-1]
	node, waiting := walk(model.Node, before)
	switch {
	case len(before) > 0 && last == "=":
		return values(flagNamed(node, before[len(before)-1]), "", "=")
	case waiting != nil:
		return values(waiting, last, "")
	case strings.HasPrefix(last, "-") && strings.Contains(last, "="):
		name, value, _ := strings.Cut(last, "=")
		return values(flagNamed(node, name), value, name+"=")
	case strings.HasPrefix(last, "-"):
		return withPrefix(flagNames(node), last)
	}
	var names []string
	for _, child := range node.Children {
		if !child.Hidden {
			names = append(names, child.Name)
		}
	}
	for _, p := range node.Positional {
		if p.Enum != "" {
			names = append(names, p.EnumSlice()...)
		}
	}
	return withPrefix(names, last)
}

// walk answers the command that the words lead to, and the flag that waits for its value.
func walk(node *kong.Node, words []string) (at *kong.Node, waiting *kong.Flag) {
	for i := 0; i < len(words); i++ {
		word := words[i]
		waiting = nil
		switch {
		case word == "--":
			return node, nil
		case word == "=":
			if i > 0 && i == len(words)-1 {
				return node, flagNamed(node, words[i-1])
			}
			i++ // the value
		case strings.HasPrefix(word, "-"):
			if f := flagNamed(node, word); f != nil && !f.IsBool() {
				waiting = f
				if i+1 < len(words) && words[i+1] != "=" {
					i++
					waiting = nil
				}
			}
		default:
			for _, child := range node.Children {
				if child.Name == word {
					node = child
				}
			}
		}
	}
	return node, waiting
}

func values(f *kong.Flag, begun, before string) []string {
	if f == nil || f.Enum == "" {
		return nil
	}
	var found []string
	for _, value := range withPrefix(f.EnumSlice(), begun) {
		found = append(found, before+value)
	}
	return found
}

func flagNames(node *kong.Node) []string {
	var names []string
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			names = append(names, "--"+f.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func flagNamed(node *kong.Node, word string) *kong.Flag {
	for _, group := range node.AllFlags(false) {
		for _, f := range group {
			if word == "--"+f.Name || f.Short != 0 && word == "-"+string(f.Short) {
				return f
			}
		}
	}
	return nil
}

func withPrefix(names []string, begun string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !strings.HasPrefix(name, begun) })
}
