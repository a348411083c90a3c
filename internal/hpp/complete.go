package hpp

import (
	"errors"
	"reflect"
	"strings"
)

// checkComplete reports an error that names every field of a service that is
// nil, so that a program that forgets one does not start. Numbers may be zero:
// no limit is a limit too.
func checkComplete(service any) error {
	value := reflect.ValueOf(service)
	missing := missingFields(value)
	if len(missing) == 0 {
		return nil
	}
	return errors.New("hpp: " + value.Type().Name() + " is incomplete: set " + strings.Join(missing, ", "))
}

func missingFields(value reflect.Value) []string {
	var missing []string
	for i := range value.NumField() {
		field, name := value.Field(i), value.Type().Field(i).Name
		switch field.Kind() {
		case reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
			if field.IsNil() {
				missing = append(missing, name)
			}
		case reflect.Struct:
			if len(missingFields(field)) > 0 {
				missing = append(missing, name)
			}
		}
	}
	return missing
}
