package purchase

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// object reads the members of one JSON object and notes the faulty ones. The
// tree is web.Object's: null members gone, numbers as json.Number with
// integers in plain digits.
type object struct {
	tree   map[string]any
	path   string // "" or "billing_address."
	faults *faults
}

func (o object) wrong(name string) { o.faults.add(o.path + name) }

func (o object) has(name string) bool {
	_, ok := o.tree[name]
	return ok
}

// text reads a string of at most limit characters on one line; absent is "".
func (o object) text(name string, limit int) string { return o.string(name, limit, "") }

// note reads a string that may have lines.
func (o object) note(name string, limit int) string { return o.string(name, limit, "\t\n\r") }

func (o object) string(name string, limit int, controls string) string {
	value, ok := o.tree[name]
	if !ok {
		return ""
	}
	text, ok := value.(string)
	if !ok || utf8.RuneCountInString(text) > limit || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(controls, r)
	}) {
		o.wrong(name)
		return ""
	}
	return text
}

// required reads a string that may not be empty.
func (o object) required(name string, limit int) string {
	before := len(o.faults.fields)
	text := o.text(name, limit)
	if text == "" && len(o.faults.fields) == before {
		o.wrong(name)
	}
	return text
}

// matching reads a string of a form; empty and absent are "".
func (o object) matching(name string, form *regexp.Regexp) string {
	text := o.text(name, 255)
	if text != "" && !form.MatchString(text) {
		o.wrong(name)
		return ""
	}
	return text
}

// oneOf reads an enum in either case and answers it as listed.
func (o object) oneOf(name string, values ...string) string {
	text := o.text(name, 255)
	if text == "" {
		return ""
	}
	for _, value := range values {
		if strings.EqualFold(text, value) {
			return value
		}
	}
	o.wrong(name)
	return ""
}

// integer reads an integer of [low, high]; absent is 0. Digits in a string
// count as a number: real clients send them and were served.
func (o object) integer(name string, low, high int64) int64 {
	value, ok := o.tree[name]
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(digits(value), 10, 64)
	if err != nil || n < low || n > high {
		o.wrong(name)
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

// amount reads an integer that must be there.
func (o object) amount(name string, low, high int64) int64 {
	if !o.has(name) {
		o.wrong(name)
		return 0
	}
	return o.integer(name, low, high)
}

// fraction reports whether a member is a number that is no integer.
func (o object) fraction(name string) bool {
	number, ok := o.tree[name].(json.Number)
	if !ok {
		return false
	}
	f, err := number.Float64()
	return err == nil && f != math.Trunc(f)
}

func (o object) truth(name string) bool {
	value, ok := o.tree[name]
	if !ok {
		return false
	}
	truth, ok := value.(bool)
	if !ok {
		o.wrong(name)
	}
	return truth
}

// child opens a member object; absent is an empty one.
func (o object) child(name string) object {
	value, ok := o.tree[name]
	tree, isObject := value.(map[string]any)
	if ok && !isObject {
		o.wrong(name)
	}
	return object{tree: tree, path: o.path + name + ".", faults: o.faults}
}

// elements opens a list of objects of a bounded length.
func (o object) elements(name string, low, high int) []object {
	list, ok := o.tree[name].([]any)
	if !ok || len(list) < low || len(list) > high {
		o.wrong(name)
		return nil
	}
	objects := make([]object, len(list))
	for i, element := range list {
		tree, ok := element.(map[string]any)
		if !ok {
			o.wrong(name)
			return nil
		}
		objects[i] = object{tree: tree, path: o.path + name + "[" + strconv.Itoa(i) + "].", faults: o.faults}
	}
	return objects
}
