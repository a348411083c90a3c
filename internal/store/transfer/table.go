package transfer

import (
	"strings"

	"github.com/openhpp/openhpp/internal/store/tables"
)

// table is one that is moved, in the order of its key, so that a move that was
// broken off goes on where it stood.
type table struct{ tables.Table }

// all are everything that is kept, those first that others refer to.
func all() []table {
	moved := make([]table, len(tables.All))
	for i, t := range tables.All {
		moved[i] = table{t}
	}
	return moved
}

// source is the table of the file that the rows are read from.
func (t table) source() string {
	if t.FromFile != "" {
		return t.FromFile
	}
	return t.Name
}

// columnList names the columns as a statement lists them.
func (t table) columnList() string { return strings.Join(t.Columns, ", ") }

// keyList names the key as both engines sort it: by bytes.
func (t table) keyList() string { return strings.Join(t.Key, ", ") }

// keyOf are the values of the key in a row.
func (t table) keyOf(row []any) []any {
	values := make([]any, len(t.Key))
	for i, name := range t.Key {
		for j, column := range t.Columns {
			if column == name {
				values[i] = row[j]
			}
		}
	}
	return values
}
