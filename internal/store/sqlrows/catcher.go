package sqlrows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/sandbox/catcher"
)

// Catcher implements catcher.Store.
type Catcher struct{ db Engine }

// Catcher keeps what tests had sent to the playground.
func (s Stores) Catcher() Catcher { return Catcher{s.engine} }

var _ catcher.Store = Catcher{}

const (
	selectProgram = `SELECT document, taken FROM sandbox_catchers WHERE merchant_id = $1 AND name = $2 FOR UPDATE`
	takeAnswer    = `UPDATE sandbox_catchers SET taken = taken + 1 WHERE merchant_id = $1 AND name = $2`
	selectRepeats = `SELECT COUNT(*) FROM sandbox_caught WHERE merchant_id = $1 AND name = $2 AND event_id = $3`
	insertCaught  = `INSERT INTO sandbox_caught
		(merchant_id, id, name, at, method, query, headers, body, signature, event_id, session_id, session_status, answered, repeated)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
	dropCaught = `DELETE FROM sandbox_caught WHERE merchant_id = $1
		AND id <= (SELECT id FROM sandbox_caught WHERE merchant_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)`
	selectCaughtID = `SELECT answered FROM sandbox_caught WHERE merchant_id = $1 AND id = $2`
)

// Catch implements catcher.Store.
func (c Catcher) Catch(ctx context.Context, got catcher.Caught) (answer catcher.Answer, err error) {
	err = c.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		if answer, err = c.take(ctx, tx, got); err != nil {
			return err
		}
		return insertRequest(ctx, tx, got, answer.Status)
	}, func(ctx context.Context, tx Tx) (bool, error) {
		var answered int
		err := tx.QueryRow(ctx, selectCaughtID, got.Merchant, got.ID).Scan(&answered)
		if errors.Is(err, ErrNoRow) {
			return false, nil
		}
		return err == nil, err
	})
	if err != nil {
		return catcher.Answer{}, fmt.Errorf("store: keep a request: %w", err)
	}
	return answer, nil
}

// take answers what a request of a name is answered with, once.
func (c Catcher) take(ctx context.Context, tx Tx, got catcher.Caught) (catcher.Answer, error) {
	var text string
	var taken int
	err := tx.QueryRow(ctx, selectProgram, got.Merchant, got.Name).Scan(&text, &taken)
	if errors.Is(err, ErrNoRow) {
		return catcher.Program{}.Pick(0), nil
	}
	if err != nil {
		return catcher.Answer{}, err
	}
	var program catcher.Program
	if err := json.Unmarshal([]byte(text), &program); err != nil {
		return catcher.Answer{}, err
	}
	_, err = tx.Exec(ctx, takeAnswer, got.Merchant, got.Name)
	return program.Pick(taken), err
}

func insertRequest(ctx context.Context, tx Tx, got catcher.Caught, answered int) error {
	headers, err := json.Marshal(storableHeaders(got.Headers))
	if err != nil {
		return err
	}
	repeated := 0
	if event := Storable(got.EventID); event != "" {
		var earlier int
		if err := tx.QueryRow(ctx, selectRepeats, got.Merchant, got.Name, event).Scan(&earlier); err != nil {
			return err
		}
		repeated = min(earlier, 1)
	}
	body := got.Body
	if body == nil {
		body = []byte{}
	}
	if _, err := tx.Exec(ctx, insertCaught, got.Merchant, got.ID, got.Name, millis(got.At), Storable(got.Method), Storable(got.Query), string(headers), body,
		got.Signature, Storable(got.EventID), Storable(got.SessionID), Storable(got.Status), answered, repeated); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, dropCaught, got.Merchant, catcher.MaxCaught)
	return err
}

func storableHeaders(all map[string][]string) map[string][]string {
	kept := make(map[string][]string, len(all))
	for name, values := range all {
		for _, value := range values {
			kept[Storable(name)] = append(kept[Storable(name)], Storable(value))
		}
	}
	return kept
}

const selectCaught = `SELECT merchant_id, id, name, at, method, query, headers, body, signature, event_id, session_id, session_status, answered, repeated
	FROM sandbox_caught WHERE merchant_id = $1 AND ($2 = '' OR id < $2) AND ($3 = '' OR name = $3)
	AND ($4 = '' OR session_id = $4) AND ($5 = '' OR session_status = $5) ORDER BY id DESC LIMIT $6`

// Caught implements catcher.Store.
func (c Catcher) Caught(ctx context.Context, merchant hpp.MerchantID, f catcher.Filter, before string, most int) ([]catcher.Caught, error) {
	return list(ctx, c.db, scanCaught, selectCaught, merchant, Storable(before), Storable(f.Name), Storable(f.SessionID), Storable(f.Status), most)
}

func scanCaught(r Row) (c catcher.Caught, err error) {
	var at int64
	var headers string
	var repeated int
	err = r.Scan(&c.Merchant, &c.ID, &c.Name, &at, &c.Method, &c.Query, &headers, &c.Body, &c.Signature, &c.EventID, &c.SessionID, &c.Status, &c.Answered, &repeated)
	if err != nil {
		return catcher.Caught{}, err
	}
	c.At, c.Repeat = fromMillis(at), repeated == 1
	return c, json.Unmarshal([]byte(headers), &c.Headers)
}

// Forget implements catcher.Store.
func (c Catcher) Forget(ctx context.Context, merchant hpp.MerchantID, name string) error {
	_, err := c.db.Write(ctx, Statement{`DELETE FROM sandbox_caught WHERE merchant_id = $1 AND ($2 = '' OR name = $2)`, []any{merchant, Storable(name)}})
	if err != nil {
		return fmt.Errorf("store: forget requests: %w", err)
	}
	return nil
}

// PutProgram implements catcher.Store.
func (c Catcher) PutProgram(ctx context.Context, merchant hpp.MerchantID, name string, p catcher.Program) error {
	text, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("store: encode a programme: %w", err)
	}
	err = c.db.Update(ctx, func(ctx context.Context, tx Tx) error {
		var others int
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM sandbox_catchers WHERE merchant_id = $1 AND name <> $2`, merchant, name).Scan(&others); err != nil {
			return err
		}
		if others >= catcher.MaxNames {
			return catcher.ErrTooMany
		}
		_, err := tx.Exec(ctx, `INSERT INTO sandbox_catchers (merchant_id, name, document, taken) VALUES ($1, $2, $3, 0)
			ON CONFLICT (merchant_id, name) DO UPDATE SET document = excluded.document, taken = 0`, merchant, name, string(text))
		return err
	}, idempotent)
	if err != nil {
		return fmt.Errorf("store: keep a programme: %w", err)
	}
	return nil
}
