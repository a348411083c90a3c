package jsonfields

import (
	"reflect"
	"slices"
	"strings"
)

// Unknown is a *Fault that names every member of a document that the struct into
// does not have, at any depth, and the one that may be meant; nil without any. It
// is for APIs that have no older clients: others ignore what they do not know.
func Unknown(document Document, into any) error {
	var faults Faults
	noteUnknown(&faults, map[string]any(document), reflect.TypeOf(into), "")
	return faults.Err()
}

func noteUnknown(faults *Faults, value any, of reflect.Type, path string) {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch value := value.(type) {
	case map[string]any:
		if of.Kind() != reflect.Struct {
			return
		}
		noteUnknownMembers(faults, value, of, path)
	case []any:
		if of.Kind() != reflect.Slice {
			return
		}
		for i, one := range value {
			noteUnknown(faults, one, of.Elem(), element(path, i))
		}
	}
}

func noteUnknownMembers(faults *Faults, object map[string]any, of reflect.Type, path string) {
	members := map[string]reflect.Type{}
	for field := range of.Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" && name != "-" {
			members[name] = field.Type
		}
	}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		full := member(path, name)
		if known, ok := members[name]; ok {
			noteUnknown(faults, object[name], known, full)
			continue
		}
		right := "is not known"
		if near := nearest(name, members); near != "" {
			right += ": did you mean " + near + "?"
		}
		faults.Add(Wrong{Field: full, Kind: Value, Right: right})
	}
}

// nearest is the member that differs least from a name, if that is little enough
// to be a slip.
func nearest(name string, members map[string]reflect.Type) string {
	best, least := "", len(name)/2+1
	if len(name) > longestSlip {
		return ""
	}
	for known := range members {
		if d := distance(name, known); d < least || d == least && best != "" && known < best {
			best, least = known, d
		}
	}
	return best
}

// longestSlip is the longest name that is compared, in bytes.
const longestSlip = 64

// distance is how many letters have to be put in, taken out or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
