package jsonfields

import (
	"encoding"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// binder fills Go values from a normal tree and gathers every member whose
// type is wrong. Unlike encoding/json it matches names exactly, names elements
// by index and does not stop at the first fault.
type binder struct{ faults Faults }

func (b *binder) wrong(path, want string) {
	b.faults.Add(Wrong{Field: path, Kind: Type, Right: "must be " + want})
}

// bind puts from into an addressable value.
func (b *binder) bind(into reflect.Value, from any, path string) {
	if into.Kind() == reflect.Pointer {
		if from == nil {
			return
		}
		into.Set(reflect.New(into.Type().Elem()))
		b.bind(into.Elem(), from, path)
		return
	}
	if decodesItself(into) {
		b.own(into, from, path)
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		b.structure(into, from, path)
	case reflect.Slice:
		b.slice(into, from, path)
	case reflect.Map:
		b.mapping(into, from, path)
	case reflect.Interface:
		if from != nil {
			into.Set(reflect.ValueOf(from))
		}
	default:
		b.scalar(into, from, path)
	}
}

func (b *binder) scalar(into reflect.Value, from any, path string) {
	switch into.Kind() {
	case reflect.String:
		if text, ok := from.(string); ok {
			into.SetString(text)
			return
		}
		b.wrong(path, "a string")
	case reflect.Bool:
		if truth, ok := from.(bool); ok {
			into.SetBool(truth)
			return
		}
		b.wrong(path, "true or false")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		number, _ := from.(json.Number)
		n, err := strconv.ParseInt(string(number), 10, 64)
		if err != nil || into.OverflowInt(n) {
			b.wrong(path, "an integer")
			return
		}
		into.SetInt(n)
	case reflect.Float32, reflect.Float64:
		number, _ := from.(json.Number)
		f, err := strconv.ParseFloat(string(number), 64)
		if err != nil || into.Kind() == reflect.Float32 && math.Abs(f) > math.MaxFloat32 {
			b.wrong(path, "a number")
			return
		}
		into.SetFloat(f)
	default:
		panic("jsonfields: cannot decode into " + into.Type().String())
	}
}

func (b *binder) structure(into reflect.Value, from any, path string) {
	object, ok := asObject(from)
	if !ok {
		b.wrong(path, "an object")
		return
	}
	for _, f := range fieldsOf(into.Type()) {
		if f.name == "" {
			b.bind(into.Field(f.index), object, path)
		} else if value, present := object[f.name]; present {
			b.bind(into.Field(f.index), value, member(path, f.name))
		}
	}
}

// field is one of a struct that holds a member of the name; the members of an
// embedded struct, without a name, are the struct's own.
type field struct {
	index int
	name  string
}

var fieldsByType sync.Map // []field by reflect.Type: reading tags takes longer than filling fields

func fieldsOf(structure reflect.Type) []field {
	if known, ok := fieldsByType.Load(structure); ok {
		return known.([]field) //nolint:forcetypeassert // nothing else is stored
	}
	var fields []field
	for i := range structure.NumField() {
		f := structure.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" || name != "" && name != "-" && f.IsExported() {
			fields = append(fields, field{i, name})
		}
	}
	fieldsByType.Store(structure, fields)
	return fields
}

func (b *binder) slice(into reflect.Value, from any, path string) {
	array, ok := from.([]any)
	if !ok {
		b.wrong(path, "an array")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(array), len(array)))
	for i, value := range array {
		b.bind(into.Index(i), value, element(path, i))
	}
}

func (b *binder) mapping(into reflect.Value, from any, path string) {
	object, ok := asObject(from)
	if !ok {
		b.wrong(path, "an object")
		return
	}
	into.Set(reflect.MakeMapWithSize(into.Type(), len(object)))
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := reflect.New(into.Type().Elem()).Elem()
		b.bind(value, object[name], member(path, name))
		into.SetMapIndex(reflect.ValueOf(name).Convert(into.Type().Key()), value)
	}
}

func decodesItself(into reflect.Value) bool {
	if !into.Addr().CanInterface() { // an embedded struct of another package
		return false
	}
	switch into.Addr().Interface().(type) {
	case json.Unmarshaler, encoding.TextUnmarshaler:
		return true
	}
	return false
}

// own leaves the decoding to a type that knows its own form.
func (b *binder) own(into reflect.Value, from any, path string) {
	text, err := json.Marshal(from)
	if err == nil && from != nil {
		err = json.Unmarshal(text, into.Addr().Interface())
	}
	if err == nil && from != nil {
		return
	}
	if into.Type().ConvertibleTo(reflect.TypeFor[time.Time]()) {
		b.wrong(path, "a date and time such as 2030-01-31T10:20:30.000Z")
		return
	}
	b.wrong(path, "well formed")
}
