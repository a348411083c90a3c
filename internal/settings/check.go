package settings

import (
	"reflect"
	"slices"
	"strconv"
)

// Check answers an error for each setting of a configuration that is none of its
// enum, or below its least number. An empty word and an absent number are right:
// the default holds.
func (a All) Check(config any) []error {
	var errs []error
	root := reflect.Indirect(reflect.ValueOf(config))
	for _, s := range a {
		if value := root.FieldByIndex(s.index); !s.takes(value) {
			errs = append(errs, s.wrong())
		}
	}
	return errs
}

func (s Setting) takes(value reflect.Value) bool {
	switch {
	case value.Kind() == reflect.String:
		text := value.String()
		return text == "" || len(s.Enum) == 0 || slices.Contains(s.Enum, text)
	case s.least == "" || value.Kind() == reflect.Pointer && value.IsNil():
		return true
	}
	least, err := strconv.ParseInt(s.least, 10, 64)
	if err != nil {
		panic("settings: " + s.Name + ": least must be a number") // a mistake of the program
	}
	return reflect.Indirect(value).Int() >= least
}
