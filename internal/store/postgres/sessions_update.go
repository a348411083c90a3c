package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/postgres/conn"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
	"github.com/openhpp/openhpp/internal/store/sqlrows"
)

// update is one call of Sessions.Update, which may take several transactions.
type update struct {
	id      hpp.SessionID
	change  func(*hpp.Session) (hpp.Change, error)
	marker  *sqlrows.CommitMarker
	added   hpp.Change
	key     hpp.IdempotencyKey
	session hpp.Session // as loaded; once saved, as saved
	next    hpp.Session
}

// Update implements hpp.Store. The row's lock keeps writers of one session in
// line; the version in the WHERE decides where an engine has no such lock.
func (s Sessions) Update(ctx context.Context, id hpp.SessionID, change func(*hpp.Session) (hpp.Change, error)) (hpp.Session, error) {
	u := &update{id: id, change: change, marker: sqlrows.NewCommitMarker()}
	err := s.db.pool.Update(ctx, u.run, u.wasCommitted)
	if errors.Is(err, errKeyExists) {
		return s.FindByIdempotencyKey(ctx, u.session.Merchant, u.key)
	}
	if err == nil {
		return u.next, nil
	}
	return u.session, err
}

func (u *update) run(ctx context.Context, tx pgx.Tx) error {
	loaded, err := scanSession(tx.QueryRow(ctx, selectSession+` FOR UPDATE`, u.id))
	if err != nil {
		return err
	}
	u.session, u.next, u.marker.Version = loaded, loaded, loaded.Version
	if u.added, err = u.change(&u.next); err != nil {
		return err
	}
	u.next.Version = loaded.Version + 1
	if u.key = u.added.IdempotencyKey; u.key.Value != "" {
		if err := takeKey(ctx, tx, u.next, u.key); err != nil {
			return err
		}
	}
	if err := sqlrows.InsertHandover(ctx, shared(tx), u.next, u.added.Handover); err != nil {
		return err
	}
	if err := sqlrows.InsertTokenClaim(ctx, shared(tx), u.next, u.added.TokenClaim); err != nil {
		return err
	}
	return u.write(ctx, tx)
}

const (
	updateSession = `UPDATE sessions SET status = $1, version = $2, mark = $3, document = $4, reference = $5 WHERE session_id = $6 AND version = $7`
	insertEvent   = `INSERT INTO events (session_id, seq, event_id, status, at, detail) VALUES ($1, $2, $3, $4, $5, $6)`
)

// write saves the session with its events and jobs, in one round trip.
func (u *update) write(ctx context.Context, tx pgx.Tx) error {
	next := u.next
	text, err := sessionjson.Encode(next)
	if err != nil {
		return err
	}
	var saved int64
	var b pgx.Batch
	conn.QueueCounted(&b, &saved, updateSession, next.Status, next.Version, u.marker.Bytes, text, sqlrows.Storable(next.Reference), next.ID, u.marker.Version)
	for _, e := range u.added.Events {
		b.Queue(insertEvent, next.ID, e.Seq, e.ID, e.Status, millis(e.At), sqlrows.Storable(e.Detail))
	}
	queueSearchKeys(&b, len(u.session.SearchKeys), next)
	for _, e := range u.added.Published {
		b.Queue(sqlrows.InsertMerchantEvent, sqlrows.MerchantEventValues(string(next.ID), next.Merchant, e)...)
	}
	queueJobs(&b, next, u.added.Jobs, next.UpdatedAt)
	if err := tx.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("postgres: save session: %w", err)
	}
	if saved != 1 {
		return fmt.Errorf("postgres: session %s changed meanwhile", next.ID)
	}
	return nil
}

const (
	selectMark  = `SELECT version, mark FROM sessions WHERE session_id = $1 FOR UPDATE`
	selectEvent = `SELECT EXISTS (SELECT 1 FROM events WHERE session_id = $1 AND seq = $2 AND event_id = $3)`
)

// wasCommitted looks for the marker. Where somebody has saved over it, the
// first event tells.
func (u *update) wasCommitted(ctx context.Context, tx pgx.Tx) (was bool, err error) {
	id := string(u.id)
	was, err = u.marker.WasCommitted(selectMark, &id)(ctx, shared(tx))
	if !errors.Is(err, sqlrows.ErrOutcomeHidden) || len(u.added.Events) == 0 {
		return was, err
	}
	first := u.added.Events[0]
	if err := tx.QueryRow(ctx, selectEvent, u.id, first.Seq, first.ID).Scan(&was); err != nil {
		return false, fmt.Errorf("postgres: read event: %w", err)
	}
	return was, nil
}

// queueSearchKeys adds those by which a session is found now, and was not before.
func queueSearchKeys(b *pgx.Batch, before int, session hpp.Session) {
	for _, args := range sqlrows.SearchKeys(before, session) {
		b.Queue(sqlrows.InsertSearchKey, args...)
	}
}

func queueJobs(b *pgx.Batch, session hpp.Session, jobs []hpp.Job, now time.Time) {
	for _, j := range jobs {
		payload := j.Payload
		if payload == nil {
			payload = []byte{}
		}
		b.Queue(sqlrows.InsertJob, j.Subject(session.ID), j.ID, j.Kind, session.Merchant, j.Seq, millis(j.Due), payload, millis(now))
	}
}
