package merchantapi

import (
	"net/http"
	"slices"

	"github.com/openhpp/openhpp/internal/jsonfields"
	"github.com/openhpp/openhpp/internal/web"
)

// Faults gathers what is wrong with a request, so that all is told at once.
type Faults struct{ fields, messages []string }

// Add notes what would be right in a member or parameter.
func (f *Faults) Add(name, right string) {
	f.fields = append(f.fields, name)
	f.messages = append(f.messages, "Bad value: "+name+" ("+right+")")
}

// Err reports all faults as a body's are reported; nil: there are none.
func (f *Faults) Err() error {
	if len(f.messages) == 0 {
		return nil
	}
	return &web.BodyError{Status: http.StatusBadRequest, Code: "BAD_VALUE", Messages: f.messages, Fields: f.fields}
}

// maxUnknown bounds how many unknown members one answer names.
const maxUnknown = 20

// UnknownMembers are the faults of a body that has members nobody reads. Our own API
// refuses them, since no older client sends any.
func UnknownMembers(body jsonfields.Document, known ...string) *Faults {
	f := &Faults{}
	names := make([]string, 0, len(body))
	for name := range body {
		if !slices.Contains(known, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names[:min(len(names), maxUnknown)] {
		f.Add(name, unknownName(name, "member of this request", known))
	}
	return f
}
