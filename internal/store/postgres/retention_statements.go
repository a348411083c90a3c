package postgres

import (
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/tables"
)

// agedKind is how rows are removed by their age alone.
type agedKind struct {
	// find selects the keys of those up to an age, which is in days or else in
	// milliseconds.
	find string
	days bool
	key  func(pgx.Row) ([]any, error)
	// remove takes a key, and the age again: a key may be in use anew.
	remove string
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
				kinds[ending.Kind] = removalByAge(t, ending.Column, "<=")
			case tables.Day:
				kind := removalByAge(t, ending.Column, "<")
				kind.days = true
				kinds[ending.Kind] = kind
			}
		}
	}
	return kinds
}

// removalByAge removes rows of a table whose column says an age before another.
func removalByAge(t tables.Table, column, before string) agedKind {
	conditions := make([]string, len(t.Key))
	for i, name := range t.Key {
		conditions[i] = fmt.Sprintf("%s = $%d", name, i+1)
	}
	return agedKind{
		find: fmt.Sprintf("SELECT %s FROM %s WHERE %s %s $1 ORDER BY %s LIMIT $2",
			strings.Join(t.Key, ", "), t.Name, column, before, column),
		key: keyOf(len(t.Key)),
		remove: fmt.Sprintf("DELETE FROM %s WHERE %s AND %s %s $%d",
			t.Name, strings.Join(conditions, " AND "), column, before, len(t.Key)+1),
	}
}

// keyOf reads a key of so many columns.
func keyOf(columns int) func(pgx.Row) ([]any, error) {
	return func(r pgx.Row) ([]any, error) {
		key, into := make([]any, columns), make([]any, columns)
		for i := range key {
			into[i] = &key[i]
		}
		if err := r.Scan(into...); err != nil {
			return nil, fmt.Errorf("postgres: read key: %w", err)
		}
		return key, nil
	}
}

// dependent removes all rows that end with an expired row.
type dependent struct {
	remove string
	key    func(expiredRow) any
}

// withDependents adds what the registry of tables says that ends with a kind.
func withDependents(kinds map[retention.Kind]referencedKind) map[retention.Kind]referencedKind {
	for kind, of := range kinds {
		for _, t := range tables.EndedBy(kind) {
			of.dependents = append(of.dependents, dependent{removalOf(t), keyFor(t.Of)})
		}
		if kind == retention.Sessions {
			of.dependents = append(of.dependents, dependent{deleteDeadLettersBelow, keyFor(tables.Swept)})
		}
		kinds[kind] = of
	}
	return kinds
}

func removalOf(t tables.Ended) string {
	if t.Name == "outbox" {
		return deleteDeadLetters
	}
	return fmt.Sprintf("DELETE FROM %s WHERE %s = $1", t.Name, t.Column)
}

func keyFor(owner tables.Owner) func(expiredRow) any {
	if owner == tables.Related {
		return func(r expiredRow) any { return r.related }
	}
	return func(r expiredRow) any { return r.id }
}

// sweepStatements are all that is composed here.
func sweepStatements() (all []string) {
	for _, kind := range byAge {
		all = append(all, kind.find, kind.remove)
	}
	for _, kind := range referencedKinds {
		for _, d := range kind.dependents {
			all = append(all, d.remove)
		}
	}
	return all
}
