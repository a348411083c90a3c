package jsonfields

import (
	"encoding/json"
	"maps"
	"strings"
)

// Changed is what was stored with the members of changes laid over it, in the
// form that requests are read from.
func Changed(stored any, changes map[string]any) map[string]any {
	tree := Tree(stored)
	maps.Copy(tree, changes)
	return tree
}

// Tree is a stored value in the form that requests are read from.
func Tree(stored any) map[string]any {
	text, err := json.Marshal(stored)
	if err != nil {
		panic("jsonfields: " + err.Error()) // what was read as JSON can be written
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	tree := map[string]any{}
	if err := decoder.Decode(&tree); err != nil {
		panic("jsonfields: " + err.Error())
	}
	return tree
}
