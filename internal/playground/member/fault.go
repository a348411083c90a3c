package member

import "strings"

// maxNamed bounds the fields one answer names; a thousand broken lines need
// no thousand names.
const maxNamed = 20

// Fault is the first group of checks that failed. Fields are dotted, lines by
// index from 0, in the order the published validator names them.
type Fault struct {
	Fields []string
}

func (f *Fault) Error() string { return "Bad value: " + strings.Join(f.Fields, ", ") }

// Faults gathers one group.
type Faults struct {
	Fields []string
}

// Add notes a field.
func (f *Faults) Add(field string) {
	if len(f.Fields) < maxNamed {
		f.Fields = append(f.Fields, field)
	}
}

// Err is a *Fault when anything was noted.
func (f *Faults) Err() error {
	if len(f.Fields) == 0 {
		return nil
	}
	return &Fault{Fields: f.Fields}
}
