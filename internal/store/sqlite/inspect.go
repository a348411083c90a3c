package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// inspect reads a whole file: that its pages, indexes and references are in
// order, that its schema is one that this program knows, and how much it holds.
func inspect(ctx context.Context, path string) (copied Copied, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return Copied{}, err
	}
	copied.Bytes = info.Size()
	db, err := sql.Open("sqlite", existingFileURL(path))
	if err != nil {
		return Copied{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := intact(ctx, db); err != nil {
		return Copied{}, err
	}
	if err := known(ctx, db); err != nil {
		return Copied{}, err
	}
	copied.Tables, err = counts(ctx, db)
	return copied, err
}

func intact(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("check the pages: %w", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("the file is damaged: %s", verdict)
	}
	var table string
	err := db.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("check the references: %w", err)
	}
	return fmt.Errorf("the file is damaged: a row of %s refers to one that is not there", table)
}

// known reports as an error a file that is not ours or of a newer version.
func known(ctx context.Context, db querier) error {
	version, ours, err := schema(ctx, db)
	if err == nil && version > ours {
		return newerSchema(version, ours)
	}
	return err
}

func newerSchema(version, ours int) error {
	return fmt.Errorf("the file has schema %d, this version knows %d: use the version that wrote it, or a newer one", version, ours)
}

// schema is a file's, and the one of this version.
func schema(ctx context.Context, db querier) (version, ours int, err error) {
	if err := db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&version); err != nil {
		return 0, 0, fmt.Errorf("this is no database of OpenHPP: %w", err)
	}
	ours, err = newest()
	return version, ours, err
}

// newest is the schema of this version: the number that the name of its last
// migration begins with. Numbers may be left out.
func newest() (int, error) {
	all, err := migrations.ReadDir("migrations") // sorted by name
	if err != nil || len(all) == 0 {
		return 0, err
	}
	number, _, _ := strings.Cut(all[len(all)-1].Name(), "_")
	return strconv.Atoi(number)
}

func counts(ctx context.Context, db *sql.DB) (tables []Rows, err error) {
	names, err := db.QueryContext(ctx, `SELECT name FROM sqlite_schema
		WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'goose\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, names.Close()) }()
	for names.Next() {
		var one Rows
		if err := names.Scan(&one.Table); err != nil {
			return nil, err
		}
		tables = append(tables, one)
	}
	for i, one := range tables {
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM "`+one.Table+`"`).Scan(&tables[i].Count); err != nil {
			return nil, err
		}
	}
	return tables, names.Err()
}
