package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/picture"
)

// Pictures implements picture.Store.
type Pictures struct{ db *DB }

// Pictures keeps the merchants' images.
func (d *DB) Pictures() Pictures { return Pictures{d} }

// Keep implements picture.Store.
func (p Pictures) Keep(ctx context.Context, s picture.Source, made picture.Picture) error {
	return p.db.update(ctx, func(ctx context.Context, tx *transaction) error {
		if s.Picture != "" {
			if _, err := tx.ExecContext(ctx, `INSERT INTO pictures (name, kind, width, height, bytes) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (name) DO NOTHING`, made.Name, made.Kind, made.Width, made.Height, made.Bytes); err != nil {
				return fmt.Errorf("sqlite: insert picture: %w", err)
			}
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO picture_sources (key, picture, fetched_at) VALUES (?1, nullif(?2, ''), ?3)
			ON CONFLICT (key) DO UPDATE SET picture = nullif(?2, ''), fetched_at = ?3`,
			s.Key, s.Picture, millis(s.FetchedAt)); err != nil {
			return fmt.Errorf("sqlite: save picture source: %w", err)
		}
		return nil
	})
}

// Sources implements picture.Store.
func (p Pictures) Sources(ctx context.Context, keys []string) (found map[string]picture.Source, err error) {
	wanted, err := json.Marshal(keys)
	if err != nil {
		return nil, fmt.Errorf("sqlite: read picture sources: %w", err)
	}
	rows, err := p.db.read.QueryContext(ctx, `SELECT s.key, coalesce(s.picture, ''), coalesce(p.width, 0), coalesce(p.height, 0), s.fetched_at
		FROM picture_sources s LEFT JOIN pictures p ON p.name = s.picture
		WHERE s.key IN (SELECT value FROM json_each(?))`, string(wanted))
	list, err := collect(rows, err, func(r *sql.Rows) (s picture.Source, err error) {
		var at int64
		err = r.Scan(&s.Key, &s.Picture, &s.Width, &s.Height, &at)
		s.FetchedAt = fromMillis(at)
		return s, err
	})
	found = make(map[string]picture.Source, len(list))
	for _, s := range list {
		found[s.Key] = s
	}
	return found, err
}

// Picture implements picture.Store.
func (p Pictures) Picture(ctx context.Context, name string) (picture.Picture, error) {
	made := picture.Picture{Name: name}
	err := p.db.read.QueryRowContext(ctx, `SELECT kind, width, height, bytes FROM pictures WHERE name = ?`, name).
		Scan(&made.Kind, &made.Width, &made.Height, &made.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return picture.Picture{}, picture.ErrUnknown
	}
	if err != nil {
		return picture.Picture{}, fmt.Errorf("sqlite: read picture: %w", err)
	}
	return made, nil
}
