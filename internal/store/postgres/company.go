package postgres

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/openhpp/openhpp/internal/store/groupcommit"
)

// company is how many callers may share one pipeline and its commit. One
// pipeline at a time leaves the server time to fill the next: two take longer
// than one.
const company = 64

// parcel is one caller's statements on their way with those of others.
type parcel struct {
	ctx     context.Context //nolint:containedctx // of the caller, who waits
	subject string          // what they lock, see sendTogether
	queue   func(*pgx.Batch)
	sent    bool
	sure    bool // as send says it
}

// errApart means that nothing was saved since another's statements failed.
var errApart = errors.New("postgres: sent with one that failed")

// newCompany is where callers wait for their pipeline.
func newCompany(d *DB) *groupcommit.Queue[*parcel] {
	return groupcommit.New(1, company, d.sendTogether)
}

// together is a pipeline that shares its round trip and its commit with those
// of other callers who wait at the same time, and is alone when nobody does.
// subject orders the locks that its statements take. They should not fail on
// what is stored, since then all are sent again, one by one.
func (d *DB) together(ctx context.Context, subject string, queue func(*pgx.Batch)) (doubt bool, err error) {
	return d.insist(ctx, queue, func(ctx context.Context, queue func(*pgx.Batch)) (bool, error) {
		p := &parcel{ctx: ctx, subject: subject, queue: queue}
		err := d.company.Submit(ctx, p)
		if errors.Is(err, errApart) {
			return d.send(ctx, queue)
		}
		return p.sure || !p.sent, err
	})
}

// sendTogether sends parcels in one pipeline, in the order in which everybody
// takes locks, so that nobody waits in a circle.
func (d *DB) sendTogether(all []*parcel) []error {
	ctx := all[0].ctx
	if len(all) > 1 { // nobody's hurry is another's
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), commitWithin)
		defer stop()
	}
	ordered := slices.SortedStableFunc(slices.Values(all), func(a, b *parcel) int { return cmp.Compare(a.subject, b.subject) })
	sure, err := d.send(ctx, func(b *pgx.Batch) {
		for _, p := range ordered {
			p.queue(b)
		}
	})
	if len(all) > 1 && sure && state(err) != "" && !lost(err) {
		err = errApart
	}
	errs := make([]error, len(all))
	for i, p := range all {
		p.sent, p.sure, errs[i] = true, sure, err
	}
	return errs
}
