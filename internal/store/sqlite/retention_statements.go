package sqlite

import (
	"fmt"
	"strings"

	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/tables"
)

// withDependents adds what the registry of tables says that ends with a kind.
func withDependents(kinds map[retention.Kind]referencedKind) map[retention.Kind]referencedKind {
	members := map[tables.Owner]int{tables.Swept: 0, tables.Related: 1} // of the JSON array's pairs
	for kind, of := range kinds {
		for _, t := range tables.EndedBy(kind) {
			if t.FromFile == "" {
				of.dependents = append(of.dependents, fmt.Sprintf("DELETE FROM %s WHERE %s IN (SELECT value ->> %d FROM json_each(?1))",
					t.Name, t.Column, members[t.Of]))
			}
		}
		if kind == retention.Sessions {
			of.dependents = append(of.dependents, deleteJobsBelow)
		}
		kinds[kind] = of
	}
	return kinds
}

// agedKind is how rows are removed by their age alone, which is in days or else
// in milliseconds.
type agedKind struct {
	remove string
	days   bool
}

// byAge are the kinds whose rows nothing needs beyond their age, as the
// registry of tables has them.
var byAge = agedKinds()

func agedKinds() map[retention.Kind]agedKind {
	kinds := map[retention.Kind]agedKind{}
	for _, t := range tables.All {
		for _, ending := range t.Ends {
			switch ending.Of {
			case tables.Itself:
				kinds[ending.Kind] = agedKind{remove: removalByAge(t, ending.Column, "<=")}
			case tables.Day:
				kinds[ending.Kind] = agedKind{remove: removalByAge(t, ending.Column, "<"), days: true}
			}
		}
	}
	return kinds
}

// removalByAge removes rows of a table whose column says an age before another.
func removalByAge(t tables.Table, column, before string) string {
	key := strings.Join(t.Key, ", ")
	return fmt.Sprintf("DELETE FROM %s WHERE (%s) IN (SELECT %s FROM %s WHERE %s %s ?1 ORDER BY %s LIMIT ?2)",
		t.Name, key, key, t.Name, column, before, column)
}
