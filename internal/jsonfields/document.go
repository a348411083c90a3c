package jsonfields

import "reflect"

// Document is a JSON object as sent, in one normal form: members that are null are
// gone, numbers with an integral value are written as integers, nested objects are
// map[string]any, arrays []any and numbers json.Number. It tells an absent member
// from a zero one, and marshals the same for equal requests.
type Document map[string]any

// Has reports whether the document holds a member at path, one name per level.
func (d Document) Has(path ...string) bool {
	var at any = map[string]any(d)
	for _, name := range path {
		object, ok := at.(map[string]any)
		if !ok {
			return false
		}
		if at, ok = object[name]; !ok {
			return false
		}
	}
	return true
}

// Decode reads a text, which must be one JSON object, into the struct that into
// points to; nil only parses.
//
// It refuses what two parsers could read differently: duplicate members, a byte
// order mark, deep nesting, text after the object, and names and strings with
// bytes that are not UTF-8, with NUL or unpaired surrogates. Members that are null
// count as absent, unknown ones are ignored, names match exactly, an empty array
// counts as an object without members, and 2500.0 is an integer. Errors are
// *Malformed, or *Fault with all members at once whose text or type is wrong.
func Decode(text []byte, into any) (Document, error) {
	if into == nil {
		return Parse(text)
	}
	document, faults, err := parse(text)
	if err != nil {
		return nil, err
	}
	b := binder{faults}
	b.bind(reflect.ValueOf(into).Elem(), map[string]any(document), "")
	if err := b.faults.Err(); err != nil {
		return nil, err
	}
	return document, nil
}
