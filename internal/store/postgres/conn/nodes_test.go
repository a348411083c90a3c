package conn

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/pgtest"
)

// nodesAnswer makes a database answer for its nodes as Citus does.
func nodesAnswer(t *testing.T, answers string) string {
	t.Helper()
	address := pgtest.Empty(t)
	err := pgtest.Shared(t).Run(t.Context(), pgtest.Name(t, address), `CREATE FUNCTION run_command_on_all_nodes(command text,
		OUT nodeid int, OUT success bool, OUT result text) RETURNS SETOF record LANGUAGE plpgsql AS
		$$ BEGIN RETURN QUERY EXECUTE 'SELECT * FROM (VALUES '||'`+strings.ReplaceAll(answers, "'", "''")+`'||') AS a (n, s, r)'; END $$`)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// Settings of a connection do not reach the nodes: each is asked for its own.
func TestNodesMustKeepWhatTheyCommit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers, want string
		allowVolatile bool
	}{
		"all durable":         {`(1, true, 'on on on'), (2, true, 'on on remote_apply')`, "", false},
		"commits not waited":  {`(1, true, 'on on on'), (2, true, 'on on off')`, "node 2 of the engine runs with synchronous_commit off", true},
		"commits in memory":   {`(7, true, 'on on local')`, "node 7 of the engine runs with synchronous_commit local", true},
		"nothing synced":      {`(3, true, 'off on on')`, "node 3 of the engine runs with fsync off", false},
		"pages may be torn":   {`(3, true, 'on off on')`, "node 3 of the engine runs with full_page_writes off", false},
		"a test's":            {`(3, true, 'off off on')`, "", true},
		"one that is gone":    {`(1, true, 'on on on'), (2, false, 'failed to connect to worker-2:5432')`, "", false},
		"one says nothing":    {`(1, true, NULL)`, "", false},
		"one gone, other bad": {`(1, false, ''), (2, true, 'on on off')`, "node 2", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := pgx.Connect(t.Context(), nodesAnswer(t, c.answers))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
			err = checkNodes(t.Context(), conn, c.allowVolatile)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("%v; want %q", err, c.want)
			}
		})
	}
}

// The first connection finds out.
func TestProbeAsksTheNodes(t *testing.T) {
	t.Parallel()
	if _, err := Probe(t.Context(), nodesAnswer(t, `(2, true, 'on on off')`), true); err == nil || !strings.Contains(err.Error(), "node 2") {
		t.Errorf("%v", err)
	}
}
