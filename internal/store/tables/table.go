package tables

import (
	"slices"

	"github.com/openhpp/openhpp/internal/retention"
)

// Table is one that the program keeps rows in.
type Table struct {
	Name string
	// Key is the primary key. Both engines sort it by bytes.
	Key []string
	// Columns are all that a file has; ServerColumns are those that PostgreSQL
	// has beside them.
	Columns, ServerColumns []string
	// FromFile is set of a table that PostgreSQL alone has: the table of a file
	// whose columns it repeats.
	FromFile string
	// ShardKey is the column that says on which node a row lies. It is part of
	// every unique key. Empty: the table lies whole on one node, which WholeFor
	// says why.
	ShardKey, WholeFor string
	// Beside is the table whose rows of the same shard key lie on the same node;
	// empty: the table begins a group of its own, as SpreadFor says why.
	Beside, SpreadFor string
	// Ends are the sweeps that remove rows. None: KeptFor says until when.
	Ends    []Ending
	KeptFor string
	// UncheckedFor says why fsck does not read the table; empty: it does.
	UncheckedFor string
}

// Ending is a sweep that removes rows of a table.
type Ending struct {
	Kind retention.Kind
	// Column is the rows' own time, or else holds the id of what they belong to,
	// as Of says.
	Column string
	Of     Owner
}

// Owner is what a row ends with.
type Owner int

// The owners.
const (
	// Itself: the row has a time of its own, in Unix milliseconds.
	Itself Owner = iota
	// Day: the row has a time of its own, in days since 1970.
	Day
	// Swept: the row belongs to the one that the sweep found, by its id.
	Swept
	// Related: the row belongs to the other key that the sweep found beside the
	// id: an order's payment, a session's link.
	Related
)

// ByName answers a table. There is none of another name: ok is false.
func ByName(name string) (table Table, ok bool) {
	i := slices.IndexFunc(All, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return Table{}, false
	}
	return All[i], true
}

// Names are the names of all tables of PostgreSQL.
func Names() []string {
	names := make([]string, len(All))
	for i, t := range All {
		names[i] = t.Name
	}
	return names
}

// Ended is a table that a sweep removes rows of, and by what.
type Ended struct {
	Table
	Ending
}

// EndedBy are the tables that a kind of sweep removes rows of, those first that
// refer to others.
func EndedBy(kind retention.Kind) (all []Ended) {
	for _, t := range slices.Backward(All) {
		for _, ending := range t.Ends {
			if ending.Kind == kind {
				all = append(all, Ended{t, ending})
			}
		}
	}
	return all
}
