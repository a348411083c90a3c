package sqlrows

import (
	"context"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/merchantimage"
)

// MerchantImages implements merchantimage.Store.
type MerchantImages struct{ db Engine }

// MerchantImages keeps the merchants' images.
func (s Stores) MerchantImages() MerchantImages { return MerchantImages{s.engine} }

var _ merchantimage.Store = MerchantImages{}

const (
	insertMerchantImage = `INSERT INTO pictures (name, kind, width, height, bytes) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (name) DO NOTHING`
	saveSource = `INSERT INTO picture_sources (key, picture, fetched_at) VALUES ($1, nullif($2, ''), $3)
		ON CONFLICT (key) DO UPDATE SET picture = excluded.picture, fetched_at = excluded.fetched_at`
)

// Save implements merchantimage.Store.
func (p MerchantImages) Save(ctx context.Context, s merchantimage.Source, made merchantimage.Image) error {
	var statements []Statement
	if s.Image != "" {
		statements = append(statements, Statement{insertMerchantImage, []any{made.Name, made.Kind, made.Width, made.Height, made.Bytes}})
	}
	statements = append(statements, Statement{saveSource, []any{s.Key, s.Image, millis(s.FetchedAt)}})
	_, err := p.db.Write(ctx, statements...)
	if err != nil {
		return fmt.Errorf("store: keep merchant image: %w", err)
	}
	return nil
}

// Sources implements merchantimage.Store.
func (p MerchantImages) Sources(ctx context.Context, keys []string) (map[string]merchantimage.Source, error) {
	all, err := list(ctx, p.db, func(r Row) (s merchantimage.Source, err error) {
		var at int64
		err = r.Scan(&s.Key, &s.Image, &s.Width, &s.Height, &at)
		s.FetchedAt = fromMillis(at)
		return s, err
	}, `SELECT s.key, coalesce(s.picture, ''), coalesce(p.width, 0), coalesce(p.height, 0), s.fetched_at
		FROM picture_sources s LEFT JOIN pictures p ON p.name = s.picture WHERE s.key = ANY ($1)`, keys)
	found := make(map[string]merchantimage.Source, len(all))
	for _, s := range all {
		found[s.Key] = s
	}
	return found, err
}

// Image implements merchantimage.Store.
func (p MerchantImages) Image(ctx context.Context, name string) (merchantimage.Image, error) {
	made := merchantimage.Image{Name: name}
	err := p.db.QueryRow(ctx, `SELECT kind, width, height, bytes FROM pictures WHERE name = $1`, name).
		Scan(&made.Kind, &made.Width, &made.Height, &made.Bytes)
	if errors.Is(err, ErrNoRow) {
		return merchantimage.Image{}, merchantimage.ErrUnknown
	}
	if err != nil {
		return merchantimage.Image{}, fmt.Errorf("store: read merchant image: %w", err)
	}
	return made, nil
}
