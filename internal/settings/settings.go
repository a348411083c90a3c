package settings

import (
	"fmt"
	"reflect"
	"strings"
)

// Setting is one setting, as the tags of its field describe it.
type Setting struct {
	Name string // env: the environment variable
	Help string // help: sentences for people
	// Default is the value where none is given; where that depends on something,
	// Otherwise says it in words.
	Default   string   // default
	Otherwise string   // otherwise
	Enum      []string // enum: the values there are; none: any
	Must      string   // must: what a value has to be, for who gave another
	See       string   // see: a document that says more, from the root of the repository
	Secret    bool     // secret: no flag gives it, since the list of processes shows flags
	// InFile says that NAME_FILE may name a file that holds the value.
	InFile bool // infile

	least string // least: the smallest number
	index []int
}

// FileSuffix is the end of the name of a setting that names a file with the value
// of another.
const FileSuffix = "_FILE"

// All are settings in the order of their fields.
type All []Setting

// Of reads the settings of a configuration, which is a struct, and of the structs
// in it.
func Of(config any) All { return of(reflect.TypeOf(config), nil) }

func of(t reflect.Type, way []int) All {
	var all All
	for i := range t.NumField() {
		field := t.Field(i)
		index := append(append([]int(nil), way...), i)
		name, ok := field.Tag.Lookup("env")
		switch {
		case ok && field.IsExported():
			all = append(all, Setting{
				Name: name, Help: field.Tag.Get("help"), Must: field.Tag.Get("must"), See: field.Tag.Get("see"),
				Default: field.Tag.Get("default"), Otherwise: field.Tag.Get("otherwise"), Enum: enum(field.Tag),
				Secret: has(field.Tag, "secret"), InFile: has(field.Tag, "infile"), least: field.Tag.Get("least"), index: index,
			})
		case field.Type.Kind() == reflect.Struct && (field.Anonymous || has(field.Tag, "embed")):
			all = append(all, of(field.Type, index)...)
		}
	}
	return all
}

func has(tag reflect.StructTag, name string) bool {
	_, ok := tag.Lookup(name)
	return ok
}

func enum(tag reflect.StructTag) []string {
	values := tag.Get("enum")
	if values == "" {
		return nil
	}
	return strings.Split(values, ",")
}

// Named answers the setting of a name.
func (a All) Named(name string) Setting {
	for _, s := range a {
		if s.Name == name {
			return s
		}
	}
	panic("settings: " + name + " is no setting") // a mistake of the program
}

// Wrong is the error of a value that is none of the right ones.
func (a All) Wrong(name string) error { return a.Named(name).wrong() }

func (s Setting) wrong() error {
	want := s.Must
	if want == "" {
		want = oneOf(s.Enum)
	}
	return fmt.Errorf("%s: must be %s", s.Name, want)
}

// oneOf writes values as a person says them: a, b or c.
func oneOf(values []string) string {
	last := len(values) - 1
	if last < 1 {
		return strings.Join(values, "")
	}
	return strings.Join(values[:last], ", ") + " or " + values[last]
}
