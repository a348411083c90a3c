package floor

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver the program has too

	"github.com/openhpp/openhpp/test/load/measure"
)

// Insert measures one row for each commit into a SQLite file in dir, with the
// durability the program has (WAL, synchronous=FULL), through one connection
// that its clients queue for. The row has the size of a session's and no index
// but its key.
func Insert(ctx context.Context, dir, document string, p measure.Plan) (measure.Result, error) {
	file := filepath.Join(dir, "floor.db")
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return measure.Result{}, err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS plain (
		session_id TEXT PRIMARY KEY, merchant_id TEXT NOT NULL, link_hash BLOB NOT NULL, provider TEXT NOT NULL,
		payment_kind TEXT NOT NULL, payment_id TEXT NOT NULL, status TEXT NOT NULL, version INTEGER NOT NULL,
		created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, document TEXT NOT NULL) STRICT`); err != nil {
		return measure.Result{}, err
	}
	if _, err := db.ExecContext(ctx, `DELETE FROM plain`); err != nil {
		return measure.Result{}, err
	}
	var count atomic.Int64
	return measure.Load(ctx, p, func(int) (measure.Worker, error) {
		return inserter{ctx, db, &count, document}, nil
	})
}

type inserter struct {
	ctx      context.Context // of one measurement
	db       *sql.DB
	count    *atomic.Int64
	document string
}

func (w inserter) Step() error {
	n := w.count.Add(1)
	hash := make([]byte, 32)
	copy(hash, fmt.Sprintf("%032d", n))
	_, err := w.db.ExecContext(w.ctx, `INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		fmt.Sprintf("%036d", n), fmt.Sprintf("%036d", 1), hash, "builtin", "payments", fmt.Sprintf("%036d", n),
		"WAITING", 1, n, n, w.document)
	return err
}

func (inserter) Close() error { return nil }
