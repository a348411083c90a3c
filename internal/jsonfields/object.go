package jsonfields

import (
	"fmt"
	"strconv"
)

// Object reads the members of one JSON object and notes the faulty ones. The
// tree is a Document: null members gone, numbers as json.Number with
// integers in plain digits.
type Object struct {
	Tree   map[string]any
	Path   string // "" or "billing_address."
	Faults *Faults

	callable Callable
}

// Read opens a whole request.
func Read(tree map[string]any) Object { return Object{Tree: tree, Faults: &Faults{}} }

// Wrong notes a member whose value is none of the right ones; reason says what
// would be right.
func (o Object) Wrong(name, reason string) { o.wrong(name, Wrong{Right: reason}) }

// Missing notes a member that must be there; what says what it is.
func (o Object) Missing(name, what string) {
	o.wrong(name, Wrong{Kind: Missing, Right: what})
}

func (o Object) wrong(name string, wrong Wrong) {
	wrong.Field = o.Path + name
	o.Faults.Add(wrong)
}

// Valid reports whether none of the members is at fault so far.
func (o Object) Valid(names ...string) bool {
	for _, name := range names {
		if o.Faults.Noted(o.Path + name) {
			return false
		}
	}
	return true
}

// Has reports whether the member was sent; null is not.
func (o Object) Has(name string) bool {
	_, ok := o.Tree[name]
	return ok
}

// HasChild reports whether a member object was sent. An empty array is none.
func (o Object) HasChild(name string) bool { return o.Has(name) && !isEmptyArray(o.Tree[name]) }

// Child opens a member object; absent is an empty one.
func (o Object) Child(name string) Object {
	value := o.Tree[name]
	tree, ok := asObject(value)
	if !ok && o.Has(name) {
		o.wrong(name, Wrong{Kind: Type, Right: "must be an object", Found: "is " + typeName(value)})
	}
	return Object{Tree: tree, Path: o.Path + name + ".", Faults: o.Faults, callable: o.callable}
}

// asObject takes an empty array for an object without members: PHP writes one so
// and cannot help it.
func asObject(value any) (map[string]any, bool) {
	if isEmptyArray(value) {
		return map[string]any{}, true
	}
	tree, ok := value.(map[string]any)
	return tree, ok
}

func isEmptyArray(value any) bool {
	list, ok := value.([]any)
	return ok && len(list) == 0
}

// Elements opens a list of objects of a bounded length that must be there.
func (o Object) Elements(name string, low, high int) []Object {
	if !o.Has(name) {
		o.Missing(name, fmt.Sprintf("an array of %d to %d objects", low, high))
		return nil
	}
	list, ok := o.Tree[name].([]any)
	if !ok {
		o.wrong(name, Wrong{Kind: Type, Right: "must be an array", Found: "is " + typeName(o.Tree[name])})
		return nil
	}
	if len(list) < low || len(list) > high {
		o.wrong(name, Wrong{
			Kind: Size, Low: int64(low), High: int64(high),
			Right: fmt.Sprintf("must hold %d to %d elements", low, high), Found: fmt.Sprintf("holds %d", len(list)),
		})
		return nil
	}
	objects := make([]Object, len(list))
	for i, value := range list {
		tree, ok := asObject(value)
		if !ok {
			o.wrong(name, Wrong{Kind: Type, Right: "must be an array of objects", Found: "element " + strconv.Itoa(i) + " is " + typeName(value)})
			return nil
		}
		objects[i] = Object{Tree: tree, Path: element(o.Path+name, i) + ".", Faults: o.Faults, callable: o.callable}
	}
	return objects
}
