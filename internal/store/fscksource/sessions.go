package fscksource

import (
	"context"
	"iter"

	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

const selectSessions = `SELECT session_id, merchant_id, link_hash, provider, payment_kind, payment_id, status, version, expires_at, document FROM sessions`

func scanSession(rows Rows) (s fsck.Session, err error) {
	var id hpp.SessionID
	var ends int64
	var text []byte
	row := &s.Row
	err = rows.Scan(&id, &row.Merchant, &s.Link, &row.Payment.Provider, &row.Payment.Kind, &row.Payment.ID, &row.Status, &row.Version, &ends, &text)
	if err != nil {
		return s, err
	}
	row.ExpiresAt = fromMillis(ends)
	decoded, err := sessionjson.Decode(id, text)
	s.Session, s.Unreadable = decoded, err != nil
	s.ID = id
	return s, nil
}

// Sessions implements fsck.Source.
func (s Snapshot) Sessions(ctx context.Context) iter.Seq2[fsck.Session, error] {
	return list(ctx, s, selectSessions+` ORDER BY session_id`, scanSession)
}

// SessionsByPayment implements fsck.Source.
func (s Snapshot) SessionsByPayment(ctx context.Context) iter.Seq2[fsck.Session, error] {
	return list(ctx, s, selectSessions+` ORDER BY payment_id, provider, payment_kind, session_id`, scanSession)
}

const selectEvents = `SELECT session_id, seq, event_id, status, at, detail FROM events`

func scanEvent(rows Rows) (e fsck.Event, err error) {
	var at int64
	err = rows.Scan(&e.Session, &e.Seq, &e.ID, &e.Status, &at, &e.Detail)
	e.At = fromMillis(at)
	return e, err
}

// Events implements fsck.Source.
func (s Snapshot) Events(ctx context.Context) iter.Seq2[fsck.Event, error] {
	return list(ctx, s, selectEvents+` ORDER BY session_id, seq`, scanEvent)
}

// EventsByID implements fsck.Source.
func (s Snapshot) EventsByID(ctx context.Context) iter.Seq2[fsck.Event, error] {
	return list(ctx, s, selectEvents+` ORDER BY event_id`, scanEvent)
}

// Keys implements fsck.Source.
func (s Snapshot) Keys(ctx context.Context) iter.Seq2[fsck.Key, error] {
	const statement = `SELECT session_id, merchant_id, key, created_at FROM idempotency ORDER BY session_id`
	return list(ctx, s, statement, func(rows Rows) (k fsck.Key, err error) {
		var at int64
		err = rows.Scan(&k.Session, &k.Merchant, &k.Key, &at)
		k.At = fromMillis(at)
		return k, err
	})
}

// SearchKeys implements fsck.Source.
func (s Snapshot) SearchKeys(ctx context.Context) iter.Seq2[fsck.SearchKey, error] {
	const statement = `SELECT session_id, merchant_id, kind, value FROM session_search ORDER BY session_id`
	return list(ctx, s, statement, func(rows Rows) (k fsck.SearchKey, err error) {
		return k, rows.Scan(&k.Session, &k.Merchant, &k.Kind, &k.Value)
	})
}

// Links implements fsck.Source.
func (s Snapshot) Links(ctx context.Context) iter.Seq2[fsck.Link, error] {
	if !s.LinksApart {
		return nil
	}
	return list(ctx, s, `SELECT session_id, link_hash FROM session_links ORDER BY session_id`, func(rows Rows) (l fsck.Link, err error) {
		return l, rows.Scan(&l.Session, &l.Hash)
	})
}
