package member

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Object reads the members of one JSON object and notes the faulty ones. The
// tree is web.Object's: null members gone, numbers as json.Number with
// integers in plain digits.
type Object struct {
	Tree   map[string]any
	Path   string // "" or "billing_address."
	Faults *Faults
}

// Wrong notes a member as faulty.
func (o Object) Wrong(name string) { o.Faults.Add(o.Path + name) }

// Has reports whether the member was sent; null is not.
func (o Object) Has(name string) bool {
	_, ok := o.Tree[name]
	return ok
}

// Text reads a string of at most limit characters on one line; absent is "".
func (o Object) Text(name string, limit int) string { return o.string(name, limit, "") }

// Note reads a string that may have lines.
func (o Object) Note(name string, limit int) string { return o.string(name, limit, "\t\n\r") }

func (o Object) string(name string, limit int, controls string) string {
	value, ok := o.Tree[name]
	if !ok {
		return ""
	}
	text, ok := value.(string)
	if !ok || utf8.RuneCountInString(text) > limit || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(controls, r)
	}) {
		o.Wrong(name)
		return ""
	}
	return text
}

// Required reads a string that may not be empty.
func (o Object) Required(name string, limit int) string {
	before := len(o.Faults.Fields)
	text := o.Text(name, limit)
	if text == "" && len(o.Faults.Fields) == before {
		o.Wrong(name)
	}
	return text
}

// Matching reads a string of a form; empty and absent are "".
func (o Object) Matching(name string, form *regexp.Regexp) string {
	text := o.Text(name, 255)
	if text != "" && !form.MatchString(text) {
		o.Wrong(name)
		return ""
	}
	return text
}

// OneOf reads an enum in either case and answers it as listed.
func (o Object) OneOf(name string, values ...string) string {
	text := o.Text(name, 255)
	if text == "" {
		return ""
	}
	for _, value := range values {
		if strings.EqualFold(text, value) {
			return value
		}
	}
	o.Wrong(name)
	return ""
}

// Integer reads an integer of [low, high]; absent is 0. Digits in a string
// count as a number: real clients send them and were served.
func (o Object) Integer(name string, low, high int64) int64 {
	value, ok := o.Tree[name]
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(digits(value), 10, 64)
	if err != nil || n < low || n > high {
		o.Wrong(name)
		return 0
	}
	return n
}

func digits(value any) string {
	switch v := value.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	default:
		return ""
	}
}

// Amount reads an integer that must be there.
func (o Object) Amount(name string, low, high int64) int64 {
	if !o.Has(name) {
		o.Wrong(name)
		return 0
	}
	return o.Integer(name, low, high)
}

// Fraction reports whether a member is a number that is no integer.
func (o Object) Fraction(name string) bool {
	number, ok := o.Tree[name].(json.Number)
	if !ok {
		return false
	}
	f, err := number.Float64()
	return err == nil && f != math.Trunc(f)
}

// Truth reads true or false; absent is false.
func (o Object) Truth(name string) bool {
	value, ok := o.Tree[name]
	if !ok {
		return false
	}
	truth, ok := value.(bool)
	if !ok {
		o.Wrong(name)
	}
	return truth
}

// Child opens a member object; absent is an empty one.
func (o Object) Child(name string) Object {
	value, ok := o.Tree[name]
	tree, isObject := value.(map[string]any)
	if ok && !isObject {
		o.Wrong(name)
	}
	return Object{Tree: tree, Path: o.Path + name + ".", Faults: o.Faults}
}

// Elements opens a list of objects of a bounded length.
func (o Object) Elements(name string, low, high int) []Object {
	list, ok := o.Tree[name].([]any)
	if !ok || len(list) < low || len(list) > high {
		o.Wrong(name)
		return nil
	}
	objects := make([]Object, len(list))
	for i, element := range list {
		tree, ok := element.(map[string]any)
		if !ok {
			o.Wrong(name)
			return nil
		}
		objects[i] = Object{Tree: tree, Path: o.Path + name + "[" + strconv.Itoa(i) + "].", Faults: o.Faults}
	}
	return objects
}
