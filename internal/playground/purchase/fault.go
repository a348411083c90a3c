package purchase

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

// faults gathers one group.
type faults struct {
	fields []string
}

func (f *faults) add(field string) {
	if len(f.fields) < maxNamed {
		f.fields = append(f.fields, field)
	}
}

func (f *faults) err() error {
	if len(f.fields) == 0 {
		return nil
	}
	return &Fault{Fields: f.fields}
}
