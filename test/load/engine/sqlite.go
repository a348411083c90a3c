package engine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // fills the file that the program reads

	"github.com/openhpp/openhpp/test/load/floor"
	"github.com/openhpp/openhpp/test/load/measure"
)

// SQLite is the embedded file.
type SQLite struct {
	dir   string
	batch int // copies made in one transaction
}

// NewSQLite keeps its file in dir.
func NewSQLite(dir string) SQLite { return SQLite{dir, fillBatch} }

// Name implements Engine.
func (SQLite) Name() string { return "SQLite" }

// FloorName implements Engine.
func (SQLite) FloorName() string { return "plain SQLite insert per commit" }

// Setting implements Engine.
func (s SQLite) Setting() string { return "sqlite:" + s.file() }

// Close implements Engine.
func (SQLite) Close() {}

func (s SQLite) file() string { return filepath.Join(s.dir, "openhpp.db") }

// Floor implements Engine.
func (s SQLite) Floor(ctx context.Context, p measure.Plan) (measure.Result, error) {
	db, err := sql.Open("sqlite", "file:"+s.file()+"?mode=ro")
	if err != nil {
		return measure.Result{}, err
	}
	var document string
	err = db.QueryRowContext(ctx, `SELECT document FROM sessions ORDER BY session_id DESC LIMIT 1`).Scan(&document)
	if err = errors.Join(err, db.Close()); err != nil {
		return measure.Result{}, fmt.Errorf("the newest session: %w", err)
	}
	return floor.Insert(ctx, s.dir, document, p)
}

// fillBatch is how many copies a transaction makes.
const fillBatch = 100_000

// Fill implements Engine.
func (s SQLite) Fill(ctx context.Context, total int) error {
	db, err := sql.Open("sqlite", "file:"+s.file()+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-1000000)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, `CREATE TEMP TABLE model AS
		SELECT s.merchant_id, s.provider, s.payment_kind, s.status, s.version, s.created_at, s.expires_at, s.document,
			o.kind, o.seq, o.due_at, o.payload, o.created_at AS queued_at
		FROM sessions s JOIN outbox o ON o.subject = s.session_id
		WHERE s.session_id = (SELECT max(session_id) FROM sessions WHERE status = 'WAITING')`); err != nil {
		return err
	}
	var have int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sessions WHERE session_id BETWEEN ? AND ?`, CopyID(0), CopyID(total)).Scan(&have); err != nil {
		return err
	}
	for from := have; from < total; from += s.batch {
		if err := copySQLite(ctx, db, from, min(from+s.batch, total)-1); err != nil {
			return fmt.Errorf("copies from %d on: %w", from, err)
		}
	}
	if _, err := db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return err
	}
	return s.sync()
}

// sync has the file on the disk, as one that grew with use is: what is
// measured next would otherwise wait for it.
func (s SQLite) sync() error {
	file, err := os.OpenFile(s.file(), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// numbered are the ids from ?1 to ?2, as CopyID makes them.
const numbered = `WITH RECURSIVE
	n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2),
	ids (id) AS (SELECT printf('%08x-%04x-7000-8000-%012x', (1735689600000 + i) >> 16, (1735689600000 + i) & 65535, i) FROM n) `

func copySQLite(ctx context.Context, db *sql.DB, first, last int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, numbered+`INSERT INTO sessions
		(session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, created_at, expires_at, document)
		SELECT id, merchant_id, randomblob(32), provider, payment_kind, id, status, version, created_at, expires_at, document
		FROM ids, model`, first, last); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, numbered+`INSERT INTO outbox (subject, id, kind, seq, due_at, payload, created_at)
		SELECT id, id, kind, seq, due_at, payload, queued_at FROM ids, model`, first, last); err != nil {
		return err
	}
	return tx.Commit()
}
