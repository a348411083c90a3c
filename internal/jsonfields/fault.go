package jsonfields

import (
	"strconv"
	"strings"
)

// maxNamed bounds the members one answer names; a thousand broken lines need
// no thousand names.
const maxNamed = 50

// Kind says what is wrong with a member, for APIs that word it their own way.
type Kind int

// The kinds.
const (
	Value   Kind = iota // none of the values that are right
	Missing             // not there
	Type                // of another JSON type
	Size                // too long, or too many elements; Low and High bound it
	Range               // no integer from Low to High
)

// Wrong is one member at fault.
type Wrong struct {
	Field     string // dotted, lines by index from 0
	Kind      Kind
	Low, High int64  // with Size: characters or elements; with Range: the value
	Right     string // what would be right, such as "should be 10000"; with Missing, what it is: "an array"
	Found     string // what is there instead, such as "is 9999"; may be empty
}

// Reason says what would be right and what is there instead.
func (w Wrong) Reason() string {
	switch {
	case w.Kind == Missing:
		return "must be given (" + w.Right + ")"
	case w.Found == "":
		return w.Right
	default:
		return w.Right + ", " + w.Found
	}
}

// Fault is every member of a request that is at fault, in the order in which
// the published validator names them.
type Fault struct {
	Wrongs []Wrong // at most maxNamed
	More   int     // how many others there are
}

// Error is the published words, then what would be right.
func (f *Fault) Error() string { return f.Describe(func(field string) string { return field }) }

// Describe writes the fault as one message. name is what the API calls a
// member; members of one name are named once.
func (f *Fault) Describe(name func(field string) string) string {
	var names []string
	known := map[string]bool{}
	for _, wrong := range f.Wrongs {
		called := name(wrong.Field)
		if !known[called] {
			known[called] = true
			names = append(names, called)
		}
	}
	text := "Bad value: " + strings.Join(names, ", ")
	switch only := f.Wrongs[0]; {
	case len(f.Wrongs) == 1 && only.Right != "" && names[0] == only.Field:
		text += ", " + only.Reason()
	case f.Reasons() != "":
		text += "; " + f.Reasons()
	}
	if f.More > 0 {
		text += "; and " + strconv.Itoa(f.More) + " more"
	}
	return text
}

// Reasons says of each member what would be right.
func (f *Fault) Reasons() string {
	var reasons []string
	for _, wrong := range f.Wrongs {
		if reason := wrong.Reason(); reason != "" {
			reasons = append(reasons, wrong.Field+" "+reason)
		}
	}
	return strings.Join(reasons, "; ")
}

// Faults gathers the members at fault of one request.
type Faults struct {
	wrongs []Wrong
	known  map[string]bool
}

// Add notes a member. The first word about a member stands.
func (f *Faults) Add(wrong Wrong) {
	if f.known[wrong.Field] {
		return
	}
	if f.known == nil {
		f.known = map[string]bool{}
	}
	f.known[wrong.Field] = true
	f.wrongs = append(f.wrongs, wrong)
}

// Noted reports whether a member is at fault.
func (f *Faults) Noted(field string) bool { return f.known[field] }

// Err is a *Fault when anything was noted.
func (f *Faults) Err() error {
	if len(f.wrongs) == 0 {
		return nil
	}
	named := min(len(f.wrongs), maxNamed)
	return &Fault{Wrongs: f.wrongs[:named], More: len(f.wrongs) - named}
}
