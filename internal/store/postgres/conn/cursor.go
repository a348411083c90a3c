package conn

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// fetchSize is how many rows of a cursor are held at once.
const fetchSize = 500

// Cursor reads a long answer piece by piece, so that others can be read beside
// it on the same connection.
type Cursor struct {
	ctx    context.Context
	tx     pgx.Tx
	name   string
	fields []pgconn.FieldDescription
	rows   [][][]byte // of the piece at hand
	at     int
	last   bool // there is no further piece
	err    error
}

// Declare opens a cursor over what a statement selects, in a transaction.
func Declare(ctx context.Context, tx pgx.Tx, name, statement string) (*Cursor, error) {
	if _, err := tx.Exec(ctx, "DECLARE "+name+" NO SCROLL CURSOR FOR "+statement); err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return &Cursor{ctx: ctx, tx: tx, name: name, at: -1}, nil
}

// Next goes to the next row.
func (c *Cursor) Next() bool {
	if c.at++; c.at < len(c.rows) {
		return true
	}
	if c.last || c.err != nil {
		return false
	}
	c.at = 0
	c.err = c.fetch()
	return c.err == nil && len(c.rows) > 0
}

func (c *Cursor) fetch() error {
	rows, err := c.tx.Query(c.ctx, fmt.Sprintf("FETCH %d FROM %s", fetchSize, c.name))
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer rows.Close()
	c.rows, c.fields = c.rows[:0], slices.Clone(rows.FieldDescriptions()) // the next answer overwrites them
	for rows.Next() {
		row := make([][]byte, len(c.fields))
		for i, value := range rows.RawValues() {
			if value != nil {
				row[i] = append([]byte{}, value...) // the next row overwrites it
			}
		}
		c.rows = append(c.rows, row)
	}
	c.last = len(c.rows) < fetchSize
	if err := rows.Err(); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return nil
}

// Scan reads the row at hand.
func (c *Cursor) Scan(into ...any) error {
	for i, field := range c.fields {
		if err := c.tx.Conn().TypeMap().Scan(field.DataTypeOID, field.Format, c.rows[c.at][i], into[i]); err != nil {
			return fmt.Errorf("postgres: column %s: %w", field.Name, err)
		}
	}
	return nil
}

// Err is what ended the rows early.
func (c *Cursor) Err() error { return c.err }

// Close ends the cursor.
func (c *Cursor) Close() error {
	_, err := c.tx.Exec(c.ctx, "CLOSE "+c.name)
	return err
}
