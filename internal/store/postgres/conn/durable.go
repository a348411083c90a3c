package conn

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5/pgconn"
)

// selectPromises asks for what a commit on this connection promises. An engine
// that does not know a setting returns null for it.
const selectPromises = `SELECT current_setting('transaction_read_only'), current_setting('synchronous_commit', true),
	current_setting('fsync', true), current_setting('full_page_writes', true), current_setting('server_encoding', true), pg_backend_pid()`

// isDurableCommit reports whether a commit is on the server's disk before it is
// acknowledged, with this value of synchronous_commit.
func isDurableCommit(setting string) bool {
	return slices.Contains([]string{"", "on", "remote_apply", "remote_write"}, setting)
}

// checkDurable refuses a connection whose commits may be lost or whose
// database takes none. It returns the number of the server's process.
func checkDurable(ctx context.Context, conn *pgconn.PgConn, allowVolatile bool) (pid uint32, err error) {
	results, err := conn.Exec(ctx, selectPromises).ReadAll()
	if err != nil {
		return 0, fmt.Errorf("postgres: read settings: %w", err)
	}
	if len(results) != 1 || len(results[0].Rows) != 1 {
		return 0, Refusal("the server does not tell its settings")
	}
	row := results[0].Rows[0]
	readOnly, commits, fsync, pages, encoding := string(row[0]), string(row[1]), string(row[2]), string(row[3]), string(row[4])
	switch {
	case readOnly == "on":
		return 0, ErrReadOnly
	case !isDurableCommit(commits):
		return 0, Refusal("synchronous_commit is " + commits + ", so acknowledged payments could be lost: set it to on for this user or database")
	case (fsync == "off" || pages == "off") && !allowVolatile:
		return 0, Refusal("the server runs with fsync or full_page_writes off, so acknowledged payments could be lost: set both to on")
	case encoding != "" && encoding != "UTF8":
		return 0, Refusal("the database's encoding is " + encoding + ": make one with ENCODING 'UTF8'")
	}
	number, err := strconv.ParseUint(string(row[5]), 10, 32)
	return uint32(number), err
}
