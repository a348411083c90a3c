package transfer

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// sum is a table as a whole: how many rows, and the sum of their hashes, in
// whatever order they are read.
type sum struct {
	rows int64
	hash [4]uint64
}

// add takes a row. Each value says its kind and length, so that no two rows
// read alike.
func (s *sum) add(row []any) {
	hash := sha256.New()
	for _, value := range row {
		text, kind := "", "n"
		switch v := value.(type) {
		case nil:
		case int64:
			text, kind = fmt.Sprint(v), "i"
		case string:
			text, kind = speakable(v), "t"
		case []byte:
			text, kind = string(v), "t" // the engines differ in what they call bytes
		default:
			text, kind = fmt.Sprintf("%v", v), "?"
		}
		_, _ = fmt.Fprintf(hash, "%s%d:%s", kind, len(text), text)
	}
	s.rows++
	digest := hash.Sum(nil)
	for i := range s.hash {
		s.hash[i] += binary.BigEndian.Uint64(digest[8*i:])
	}
}

// compare reads every table on both sides and names those that differ.
func compare(ctx context.Context, from *sql.DB, to *pgx.Conn) error {
	var differ []error
	for _, t := range all() {
		here, err := t.sumOfFile(ctx, from)
		if err != nil {
			return fmt.Errorf("transfer: read table %s again: %w", t.Name, err)
		}
		there, err := t.sumOfServer(ctx, to)
		if err != nil {
			return fmt.Errorf("transfer: read table %s back: %w", t.Name, err)
		}
		if here != there {
			differ = append(differ, fmt.Errorf("transfer: table %s differs: the file has %d rows, the database %d", t.Name, here.rows, there.rows))
		}
	}
	return errors.Join(differ...)
}

func (t table) sumOfFile(ctx context.Context, from *sql.DB) (s sum, err error) {
	rows, err := from.QueryContext(ctx, "SELECT "+t.columnList()+" FROM "+t.source()) //nolint:gosec // names of ours
	if err != nil {
		return sum{}, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		row, err := scan(rows, len(t.Columns))
		if err != nil {
			return sum{}, err
		}
		s.add(row)
	}
	return s, rows.Err()
}

func (t table) sumOfServer(ctx context.Context, to *pgx.Conn) (s sum, err error) {
	kinds, err := kindsOf(ctx, to, t)
	if err != nil {
		return sum{}, err
	}
	columns := make([]string, len(t.Columns))
	for i, name := range t.Columns {
		if columns[i] = name; kinds[name] == kindJSON {
			columns[i] = name + "::text" // as it was written, to the byte
		}
	}
	rows, err := to.Query(ctx, fmt.Sprintf("SELECT %s FROM %s", strings.Join(columns, ", "), t.Name))
	if err != nil {
		return sum{}, err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := rows.Values()
		if err != nil {
			return sum{}, err
		}
		for i, name := range t.Columns {
			row[i] = fromPostgres(kinds[name], row[i])
		}
		s.add(row)
	}
	return s, rows.Err()
}
