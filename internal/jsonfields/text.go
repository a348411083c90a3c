package jsonfields

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord bounds strings that are one of a few words, in characters.
const maxWord = 255

// Text reads a string of at most limit characters on one line; absent is "".
// Line breaks and tabs, which imports and configurators leave behind, become
// blanks. A number is taken as its text: real clients send them.
func (o Object) Text(name string, limit int) string { return o.string(name, limit, oneLine) }

// Typed is Text of something that a person typed, cleaned before it is judged:
// clean is a function of cleantext, or of the package of its kind.
func (o Object) Typed(name string, limit int, clean func(string) string) string {
	return o.string(name, limit, func(text string) string { return clean(oneLine(text)) })
}

// Note reads a string that may have lines.
func (o Object) Note(name string, limit int) string {
	return o.string(name, limit, func(text string) string { return text })
}

func (o Object) string(name string, limit int, clean func(string) string) string {
	value, ok := o.Tree[name]
	if !ok {
		return ""
	}
	text, ok := textOf(value)
	if !ok {
		o.wrong(name, Wrong{Kind: Type, Right: "must be a string", Found: "is " + typeName(value)})
		return ""
	}
	text = clean(text)
	if size := utf8.RuneCountInString(text); size > limit {
		o.wrong(name, Wrong{
			Kind: Size, High: int64(limit),
			Right: fmt.Sprintf("must be at most %d characters", limit), Found: fmt.Sprintf("has %d", size),
		})
		return ""
	}
	if at := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && !isBreak(r) }); at >= 0 {
		sign, _ := utf8.DecodeRuneInString(text[at:])
		o.Wrong(name, fmt.Sprintf("must hold no control characters, holds U+%04X", sign))
		return ""
	}
	return text
}

// textOf is a string, or a number as it is written.
func textOf(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	default:
		return "", false
	}
}

// typeName is a JSON value's type in words.
func typeName(value any) string {
	switch value.(type) {
	case string:
		return "a string"
	case json.Number:
		return "a number"
	case bool:
		return "true or false"
	case []any:
		return "an array"
	default:
		return "an object"
	}
}

// isBreak reports whether a sign only breaks or moves a line.
func isBreak(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// oneLine writes every run of breaks as one blank, and none at either end.
func oneLine(text string) string {
	if !strings.ContainsFunc(text, isBreak) {
		return text
	}
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(text, isBreak), " "))
}

// Required reads a string that may not be empty.
func (o Object) Required(name string, limit int) string {
	if text, ok := o.Tree[name].(string); !ok && !o.Has(name) || ok && text == "" {
		o.Missing(name, "a string of 1 to "+strconv.Itoa(limit)+" characters")
		return ""
	}
	text := o.Text(name, limit)
	if text == "" && o.Valid(name) {
		return " " // nothing but line breaks
	}
	return text
}

// Strings reads a list of strings, at most limit; absent is nil.
func (o Object) Strings(name string, limit int) []string {
	if !o.Has(name) {
		return nil
	}
	list, ok := o.Tree[name].([]any)
	words := make([]string, len(list))
	for i, element := range list {
		word, isText := textOf(element)
		words[i], ok = word, ok && isText && len(word) <= maxWord
	}
	if !ok || len(list) > limit {
		o.wrong(name, Wrong{Kind: Type, Right: fmt.Sprintf("must be an array of at most %d strings of at most %d characters", limit, maxWord)})
		return nil
	}
	return words
}
