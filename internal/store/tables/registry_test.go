package tables_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// deployed is how the SQL of an operator spreads a table.
var deployed = regexp.MustCompile(`(?m)^SELECT create_distributed_table\('(\w+)',\s*'(\w+)',\s*colocate_with => '(\w+)'\);`)

// spread is a table as that SQL names it.
type spread struct{ Table, ShardKey, Beside string }

func TestDeployedDistributionIsTheRegistrys(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../deploy/citus.sql")
	if err != nil {
		t.Fatal(err)
	}
	var got, want []spread
	for _, found := range deployed.FindAllSubmatch(text, -1) {
		got = append(got, spread{string(found[1]), string(found[2]), string(found[3])})
	}
	for _, one := range tables.All {
		if one.ShardKey == "" {
			continue
		}
		if one.Beside == "" {
			one.Beside = "none"
		}
		want = append(want, spread{one.Name, one.ShardKey, one.Beside})
	}
	order := func(a, b spread) int { return strings.Compare(a.Table, b.Table) }
	slices.SortFunc(got, order)
	slices.SortFunc(want, order)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("deploy/citus.sql (-registry +file):\n%s", diff)
	}
}
