package transfer

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	_ "modernc.org/sqlite" // reads the file
)

// batch is how many rows are moved in one transaction.
const batch = 1000

// Move is a move from a file to a database. All fields are required.
type Move struct {
	File string // path of the SQLite file; nobody else should be using it
	To   string // address of the PostgreSQL database, with the schema in place
	// Progress hears how far the move is: how many rows of a table are there now,
	// of how many.
	Progress func(table string, there, of int64)
}

// Run moves what is not there yet, table by table in the order of their keys,
// each batch in one transaction: a move that was broken off goes on. Then it
// reads both sides again and compares them row for row; an error names the
// table that differs.
func (m Move) Run(ctx context.Context) error {
	from, err := sql.Open("sqlite", "file:"+m.File+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		return fmt.Errorf("transfer: open the file: %w", err)
	}
	defer func() { _ = from.Close() }()
	to, err := pgx.Connect(ctx, m.To)
	if err != nil {
		return fmt.Errorf("transfer: reach the database: %w", err)
	}
	defer func() { _ = to.Close(context.WithoutCancel(ctx)) }()
	for _, t := range all() {
		if err := m.table(ctx, from, to, t); err != nil {
			return fmt.Errorf("transfer: table %s: %w", t.Name, err)
		}
	}
	return compare(ctx, from, to)
}

// table moves one table.
func (m Move) table(ctx context.Context, from *sql.DB, to *pgx.Conn, t table) error {
	kinds, err := kindsOf(ctx, to, t)
	if err != nil {
		return err
	}
	var all int64
	if err := from.QueryRowContext(ctx, "SELECT count(*) FROM "+t.source()).Scan(&all); err != nil {
		return err
	}
	last, err := t.last(ctx, to, kinds)
	if err != nil {
		return err
	}
	there, err := m.rows(ctx, from, to, t, kinds, last, all)
	if err != nil || there == all || last == nil {
		return err
	}
	// What came into the file since, before the place where the move stood.
	_, err = m.rows(ctx, from, to, t, kinds, nil, all)
	return err
}

// rows moves those that follow a key and answers how many are there then.
func (m Move) rows(ctx context.Context, from *sql.DB, to *pgx.Conn, t table, kinds map[string]string, last []any, all int64) (there int64, err error) {
	for {
		if err := to.QueryRow(ctx, "SELECT count(*) FROM "+t.Name).Scan(&there); err != nil {
			return 0, err
		}
		m.Progress(t.Name, there, all)
		rows, err := t.after(ctx, from, last)
		if err != nil || len(rows) == 0 {
			return there, err
		}
		if err := t.insert(ctx, to, kinds, rows); err != nil {
			return 0, err
		}
		last = t.keyOf(rows[len(rows)-1])
	}
}

// last is the greatest key that is there already, as the file writes it;
// nothing in an empty table.
func (t table) last(ctx context.Context, to *pgx.Conn, kinds map[string]string) ([]any, error) {
	rows, err := to.Query(ctx, fmt.Sprintf("SELECT %s FROM %s ORDER BY %s LIMIT 1", t.keyList(), t.Name, strings.Join(t.Key, " DESC, ")+" DESC"))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	values, err := rows.Values()
	if err != nil {
		return nil, err
	}
	for i, name := range t.Key {
		values[i] = fromPostgres(kinds[name], values[i])
	}
	return values, nil
}

// after reads the rows of the file that follow a key.
func (t table) after(ctx context.Context, from *sql.DB, last []any) ([][]any, error) {
	where := ""
	if last != nil {
		where = fmt.Sprintf(" WHERE (%s) > (%s)", t.keyList(), strings.TrimSuffix(strings.Repeat("?, ", len(last)), ", "))
	}
	rows, err := from.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s%s ORDER BY %s LIMIT %d", t.columnList(), t.source(), where, t.keyList(), batch), last...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all [][]any
	for rows.Next() {
		row, err := scan(rows, len(t.Columns))
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// scan reads a row as it is stored.
func scan(rows *sql.Rows, columns int) ([]any, error) {
	row, into := make([]any, columns), make([]any, columns)
	for i := range row {
		into[i] = &row[i]
	}
	err := rows.Scan(into...)
	for i, value := range row {
		if v, ok := value.([]byte); ok {
			row[i] = append([]byte{}, v...) // none is not null
		}
	}
	return row, err
}

// insert writes rows in one transaction.
func (t table) insert(ctx context.Context, to *pgx.Conn, kinds map[string]string, rows [][]any) error {
	tx, err := to.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	queue := &pgx.Batch{}
	statement := t.statement()
	for _, row := range rows {
		values := make([]any, len(row))
		for i, name := range t.Columns {
			values[i] = toPostgres(kinds[name], row[i])
		}
		queue.Queue(statement, values...)
	}
	if err := tx.SendBatch(ctx, queue).Close(); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func (t table) statement() string {
	places := make([]string, len(t.Columns))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING", t.Name, t.columnList(), strings.Join(places, ", "))
}
