// Command spread writes deploy/citus.sql, which spreads the tables over the
// nodes of a sharded engine, from the registry of tables.
package main

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/openhpp/openhpp/internal/store/tables"
)

//go:generate go run . ../../../../deploy/citus.sql

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: spread FILE.sql")
	}
	if err := os.WriteFile(os.Args[1], []byte(write(tables.All)), 0o600); err != nil { // keeps the mode of a file that exists
		log.Fatal(err)
	}
}

const head = `-- Code generated from internal/store/tables by go generate. DO NOT EDIT.

-- How the tables of OpenHPP are spread over the nodes of a Citus cluster: run it
-- in the coordinator's database once, after the first start of OpenHPP has made
-- the tables and before the first payment. docs/operations/scale.md says which
-- settings the nodes need, and what is known of the result.

-- More shards than there will ever be nodes: shards move, rows do not.
SET citus.shard_count = 32;
`

const foot = `
-- All other tables stay whole on the coordinator. Where rows were there before,
-- as after a move from one server, their old copies stay on its disk, unseen and
-- past every retention, until they are removed:
--   SELECT truncate_local_data_after_distributing_table('sessions');
-- and so on for each of the tables above.
`

// write writes each group of tables after the reason why it is one.
func write(all []tables.Table) string {
	var b strings.Builder
	b.WriteString(head)
	for _, first := range all {
		if first.ShardKey == "" || first.Beside != "" {
			continue
		}
		fmt.Fprintf(&b, "\n-- %s.\n", strings.ToUpper(first.SpreadFor[:1])+first.SpreadFor[1:])
		spread(&b, first, "none")
		for _, other := range all {
			if other.Beside == first.Name {
				spread(&b, other, first.Name)
			}
		}
	}
	b.WriteString(foot)
	return b.String()
}

func spread(b *strings.Builder, t tables.Table, beside string) {
	fmt.Fprintf(b, "SELECT create_distributed_table('%s', '%s', colocate_with => '%s');\n", t.Name, t.ShardKey, beside)
}
