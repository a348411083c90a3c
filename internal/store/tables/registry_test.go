package tables_test

import (
	"slices"
	"testing"

	"github.com/openhpp/openhpp/internal/retention"
	"github.com/openhpp/openhpp/internal/store/tables"
)

// What an entry says of one thing it says once, and of each thing something.
func TestEntriesAreWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]tables.Table{}
	for _, one := range tables.All {
		if _, twice := seen[one.Name]; twice {
			t.Errorf("%s is there twice", one.Name)
		}
		if (one.ShardKey == "") != (one.WholeFor != "") {
			t.Errorf("%s: either a shard key, or why it lies whole on one node", one.Name)
		}
		if (one.SpreadFor != "") != (one.ShardKey != "" && one.Beside == "") {
			t.Errorf("%s: a reason, of a table that begins a group and of no other", one.Name)
		}
		if one.ShardKey != "" && !slices.Contains(one.Key, one.ShardKey) {
			t.Errorf("%s: its key is unique within each shard of %s alone", one.Name, one.ShardKey)
		}
		if first := seen[one.Beside]; one.Beside != "" && (first.ShardKey == "" || first.Beside != "") {
			t.Errorf("%s lies beside %s, which begins no group before it", one.Name, one.Beside)
		}
		if (len(one.Ends) == 0) != (one.KeptFor != "") {
			t.Errorf("%s: either what its rows end with, or until when they are kept", one.Name)
		}
		for _, column := range slices.Concat(one.Key, endingColumns(one)) {
			if !slices.Contains(one.Columns, column) {
				t.Errorf("%s has no column %s", one.Name, column)
			}
		}
		seen[one.Name] = one
	}
}

func endingColumns(one tables.Table) (columns []string) {
	for _, ending := range one.Ends {
		columns = append(columns, ending.Column)
	}
	return columns
}

// Every sweep removes something, and nothing else removes rows.
func TestEveryKindIsSwept(t *testing.T) {
	t.Parallel()
	for _, kind := range []retention.Kind{
		retention.Sessions, retention.Orders, retention.Payments, retention.Checkouts, retention.Keys,
		retention.Answers, retention.Messages, retention.Codes, retention.Quotas,
	} {
		if len(tables.EndedBy(kind)) == 0 {
			t.Errorf("no table ends with %s", kind)
		}
	}
}
