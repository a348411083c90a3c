package conn

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// selectHasNodes asks for the function by which Citus runs a command on all
	// nodes. An engine that keeps its rows in one place has none.
	selectHasNodes = `SELECT EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'run_command_on_all_nodes')`
	// selectNodes is what each node answers to askNode.
	selectNodes = `SELECT nodeid, success, coalesce(result, '') FROM run_command_on_all_nodes($1)`
	// askNode asks a node what a commit on it promises. Settings of our own
	// session do not reach it: a node has those of its own configuration.
	askNode = `SELECT concat_ws(' ', current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'))`
	// nodesWithin is how long the nodes may take: one of them may be gone.
	nodesWithin = 5 * time.Second
)

// checkNodes refuses an engine that spreads rows over nodes if a node may lose
// what it committed. A node that does not answer now is not refused, since the
// others serve what lies on them: nothing is acknowledged that it must keep.
// Nodes are asked by Probe alone, since connections go to the coordinator: what
// that leaves open, docs/operations/scale.md says.
func checkNodes(ctx context.Context, c *pgx.Conn, allowVolatile bool) error {
	ctx, stop := context.WithTimeout(ctx, nodesWithin)
	defer stop()
	if !HasNodes(ctx, c) {
		return nil
	}
	nodes, err := Collect(ctx, c, scanNode, selectNodes, pgx.QueryExecModeSimpleProtocol, askNode)
	if err != nil && (isLost(err) || ctx.Err() != nil) {
		return nil // a node does not answer
	}
	if err != nil {
		return fmt.Errorf("postgres: ask the nodes for their settings: %w", err)
	}
	for _, n := range nodes {
		if why := n.volatile(allowVolatile); why != "" {
			return Refusal(fmt.Sprintf("node %d of the engine runs with %s, so acknowledged payments could be lost: set it to on there (ALTER SYSTEM or ALTER ROLE)", n.id, why))
		}
	}
	return nil
}

// HasNodes reports whether an engine spreads rows over nodes.
func HasNodes(ctx context.Context, c *pgx.Conn) bool {
	var has bool
	err := c.QueryRow(ctx, selectHasNodes, pgx.QueryExecModeSimpleProtocol).Scan(&has)
	return err == nil && has // an engine without this catalogue has no such nodes
}

// node is one node's answer to askNode.
type node struct {
	id       int
	answered bool
	settings string
}

func scanNode(r pgx.Row) (n node, err error) { return n, r.Scan(&n.id, &n.answered, &n.settings) }

// volatile names the setting by which a node may lose what it committed, or
// nothing.
func (n node) volatile(allowVolatile bool) string {
	settings := strings.Fields(n.settings)
	if !n.answered || len(settings) != 3 {
		return ""
	}
	switch fsync, pages, commits := settings[0], settings[1], settings[2]; {
	case !isDurableCommit(commits):
		return "synchronous_commit " + commits
	case fsync == "off" && !allowVolatile:
		return "fsync off"
	case pages == "off" && !allowVolatile:
		return "full_page_writes off"
	}
	return ""
}
