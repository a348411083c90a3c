package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// engine runs the statements that all engines share.
type engine struct{ db *DB }

var _ sqlrows.Engine = engine{}

// Update implements sqlrows.Engine. A commit is answered always, or the process is
// gone.
func (e engine) Update(ctx context.Context, do func(context.Context, sqlrows.Tx) error, _ func(context.Context, sqlrows.Tx) (bool, error)) error {
	return e.db.update(ctx, func(ctx context.Context, tx *transaction) error { return do(ctx, shared(tx)) })
}

// Write implements sqlrows.Engine.
func (e engine) Write(ctx context.Context, statements ...sqlrows.Statement) (written sqlrows.Written, err error) {
	err = e.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		for _, s := range statements {
			changed, err := shared(tx).Exec(ctx, s.SQL, s.Args...)
			if err != nil {
				return err
			}
			written.Changed = changed
		}
		return nil
	})
	return written, err
}

// QueryRow implements sqlrows.Engine.
func (e engine) QueryRow(ctx context.Context, sql string, args ...any) sqlrows.Row {
	return queries{e.db.read}.QueryRow(ctx, sql, args...)
}

// Query implements sqlrows.Engine.
func (e engine) Query(ctx context.Context, each func(sqlrows.Row) error, sql string, args ...any) error {
	return queries{e.db.read}.Query(ctx, each, sql, args...)
}

// Read implements sqlrows.Engine.
func (e engine) Read(ctx context.Context, ask func(context.Context, sqlrows.Queryer) error) error {
	return ask(ctx, queries{e.db.read})
}

// Snapshot implements sqlrows.Engine.
func (e engine) Snapshot(ctx context.Context, ask func(context.Context, sqlrows.Queryer) error) error {
	tx, err := e.db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("sqlite: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	return ask(ctx, queries{unprepared{tx}})
}

// unprepared is a transaction that reads without prepared statements, see
// reader.
type unprepared struct{ *sql.Tx }

// QueryContext is the transaction's, in SQLite's dialect.
func (u unprepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return u.Tx.QueryContext(ctx, dialect(query), args...)
}

// QueryRowContext is the transaction's, in SQLite's dialect.
func (u unprepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return u.Tx.QueryRowContext(ctx, dialect(query), args...)
}

// queries are a pool's or a transaction's, as shared statements know them.
type queries struct{ querier }

// QueryRow implements sqlrows.Queryer.
func (q queries) QueryRow(ctx context.Context, sql string, args ...any) sqlrows.Row {
	return row{q.QueryRowContext(ctx, sql, listsAsJSON(args)...)}
}

// Query implements sqlrows.Queryer.
func (q queries) Query(ctx context.Context, each func(sqlrows.Row) error, sql string, args ...any) error {
	answer, err := q.QueryContext(ctx, sql, listsAsJSON(args)...)
	if err != nil {
		return fmt.Errorf("sqlite: query: %w", err)
	}
	defer func() { _ = answer.Close() }()
	for answer.Next() {
		if err := each(answer); err != nil {
			return err
		}
	}
	return answer.Err()
}

// row is the one row of an answer.
type row struct{ *sql.Row }

// Scan implements sqlrows.Row.
func (r row) Scan(into ...any) error {
	err := r.Row.Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return sqlrows.ErrNoRow
	}
	return err
}

// sharedTx is the writer's transaction, as shared statements know it.
type sharedTx struct {
	queries
	tx *transaction
}

func shared(tx *transaction) sharedTx { return sharedTx{queries{tx}, tx} }

// Exec implements sqlrows.Tx.
func (s sharedTx) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	result, err := s.tx.ExecContext(ctx, sql, listsAsJSON(args)...)
	if isUnique(err) {
		return 0, fmt.Errorf("%w: %w", sqlrows.ErrDuplicate, err)
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// listsAsJSON passes lists as dialect has them read.
func listsAsJSON(args []any) []any {
	for i, arg := range args {
		if list, ok := arg.([]string); ok {
			text, _ := json.Marshal(list) // of strings: never fails
			args[i] = string(text)
		}
	}
	return args
}
