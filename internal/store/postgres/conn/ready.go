package conn

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// disk is what is known of the room on the server's disk.
type disk struct {
	full atomic.Int64 // when a statement last found none, in Unix nanoseconds
	room atomic.Int64 // when some was last found
}

const (
	// fullFor is how long a disk is taken for full once a statement found it
	// so: the next to write may be a payer.
	fullFor = 5 * time.Second
	// roomFor is how long a disk that had room is taken to have some.
	roomFor = 2 * time.Second
)

var errDiskFull = errors.New("postgres: the server's disk is full")

// Ready reports whether the database takes writes: it is the leader, and its
// disk has room.
func (p *Pool) Ready(ctx context.Context) error {
	err := p.Update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var readOnly string
		if err := tx.QueryRow(ctx, `SELECT current_setting('transaction_read_only')`).Scan(&readOnly); err != nil {
			return fmt.Errorf("postgres: ask for readiness: %w", err)
		}
		if readOnly != "off" {
			return ErrReadOnly
		}
		return nil
	}, Idempotent)
	if err != nil {
		return err
	}
	return p.hasRoom(ctx)
}

func (p *Pool) hasRoom(ctx context.Context) error {
	now := time.Now().UnixNano()
	if now-p.disk.full.Load() < int64(fullFor) {
		return errDiskFull
	}
	if now-p.disk.room.Load() < int64(roomFor) {
		return nil
	}
	if err := p.spill(ctx); isDiskFull(err) {
		return errDiskFull
	}
	p.disk.room.Store(now) // or nobody knows: another engine has no such setting
	return nil
}

// A list that is longer than the memory allowed for it goes to a file beside
// the tables, some hundred kilobytes for some milliseconds. A row would tell
// less, since it may find place among old ones, and leaves waste behind.
const (
	shortenMemory = `SET LOCAL work_mem = '64kB'`
	countLongList = `SELECT count(*) FROM generate_series(1, 20000)`
)

// spill makes the server write to its disk.
func (p *Pool) spill(ctx context.Context) error {
	return p.Update(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, shortenMemory); err != nil {
			return fmt.Errorf("postgres: shorten memory: %w", err)
		}
		var n int64
		if err := tx.QueryRow(ctx, countLongList).Scan(&n); err != nil {
			return fmt.Errorf("postgres: look for room: %w", err)
		}
		return nil
	}, Idempotent)
}
