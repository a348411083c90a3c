package web

// Object is a JSON object as sent, in one normal form: members that are null
// are gone, numbers with an integral value are written as integers, nested
// objects are map[string]any, arrays []any and numbers json.Number. It tells
// an absent member from a zero one, and marshals the same for equal requests.
type Object map[string]any

// Has reports whether the object holds a member at path, one name per level.
func (o Object) Has(path ...string) bool {
	var at any = map[string]any(o)
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
