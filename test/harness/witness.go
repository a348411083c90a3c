package harness

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/hpp"
)

// Refused reports whether the server answered with a definite no.
func Refused(err error) bool {
	e, ok := errors.AsType[*client.Error](err)
	return ok && e.Status < http.StatusInternalServerError
}

// stateOf is what a call's error says of its outcome.
func stateOf(err error) fsck.State {
	switch {
	case err == nil:
		return fsck.Acknowledged
	case Refused(err):
		return fsck.Rejected
	}
	return fsck.Unknown
}

// answered is the status of an error that the server answered.
func answered(err error) int {
	if e, ok := errors.AsType[*client.Error](err); ok {
		return e.Status
	}
	return 0
}

// Create makes a session under an idempotency key.
func (j *Journal) Create(ctx context.Context, m *Merchant, n client.NewSession, key string) (client.CreatedSession, error) {
	end := j.Begin(m, fsck.Line{Op: fsck.Create, Key: key, Request: Hash(n)})
	made, err := m.CreateSession(ctx, n, client.WithIdempotencyKey(key))
	end(stateOf(err), func(l *fsck.Line) {
		if l.Answered = answered(err); err == nil {
			l.Session, l.Answer = hpp.SessionID(made.SessionID), Hash(made)
		}
	})
	return made, err
}

// Read reads a session.
func (j *Journal) Read(ctx context.Context, m *Merchant, id string) (client.Session, error) {
	end := j.Begin(m, fsck.Line{Op: fsck.Read, Session: hpp.SessionID(id)})
	session, err := m.ReadSession(ctx, id)
	end(stateOf(err), func(l *fsck.Line) {
		l.Status, l.UpdatedAt, l.Order = hpp.Status(session.Status), session.UpdatedAt, session.OrderID
	})
	return session, err
}

// Disable closes a session for its merchant.
func (j *Journal) Disable(ctx context.Context, m *Merchant, id string) error {
	end := j.Begin(m, fsck.Line{Op: fsck.Disable, Session: hpp.SessionID(id)})
	err := m.DisableSession(ctx, id)
	end(stateOf(err), nil)
	return err
}

// Pay pays as the payer does.
func (j *Journal) Pay(ctx context.Context, m *Merchant, p *Payer, session, link, email string) (Page, error) {
	end := j.Begin(m, fsck.Line{Op: fsck.Pay, Session: hpp.SessionID(session)})
	page, err := p.Pay(ctx, link, email)
	end(seen(page, err, "completed", hpp.Completed))
	return page, err
}

// Cancel gives the purchase up as the payer does.
func (j *Journal) Cancel(ctx context.Context, m *Merchant, p *Payer, session, link string) (Page, error) {
	end := j.Begin(m, fsck.Line{Op: fsck.Cancel, Session: hpp.SessionID(session)})
	page, err := p.Cancel(ctx, link)
	end(seen(page, err, "cancelled", hpp.Cancelled))
	return page, err
}

// Press posts the pay form once; what comes of it is not looked at.
func (j *Journal) Press(ctx context.Context, m *Merchant, p *Payer, session, link string, page Page, email string) (int, error) {
	end := j.Begin(m, fsck.Line{Op: fsck.Pay, Session: hpp.SessionID(session)})
	status, err := p.Press(ctx, link, page, email)
	end(fsck.Unknown, func(l *fsck.Line) { l.Answered = status })
	return status, err
}

// seen is what a payer knows: the outcome hoped for, or that it is not known.
// Another outcome is known of the session, not of what was asked.
func seen(page Page, err error, outcome string, status hpp.Status) (fsck.State, func(*fsck.Line)) {
	if err != nil || page.Outcome != outcome {
		return fsck.Unknown, func(l *fsck.Line) { l.Answered = page.Status }
	}
	return fsck.Acknowledged, func(l *fsck.Line) { l.Status = status }
}

// Capture takes money of an order under an idempotency key.
func (j *Journal) Capture(ctx context.Context, m *Merchant, order string, amount int64, key string) error {
	wanted := client.NewCapture{Amount: amount}
	end := j.Begin(m, fsck.Line{Op: fsck.Capture, Order: order, Amount: amount, Key: key, Request: Hash(wanted)})
	id, err := m.CaptureOrder(ctx, order, wanted, client.WithIdempotencyKey(key))
	end(stateOf(err), func(l *fsck.Line) { l.Effect, l.Answer, l.Answered = id, Hash(id), answered(err) })
	return err
}

// Refund gives money back of an order.
func (j *Journal) Refund(t *testing.T, m *Merchant, order string, amount int64) {
	t.Helper()
	end := j.Begin(m, fsck.Line{Op: fsck.Refund, Order: order, Amount: amount})
	answer := m.Must(t, http.StatusCreated, http.MethodPost, "/ordermanagement/v1/orders/"+order+"/refunds", map[string]any{"refunded_amount": amount})
	end(fsck.Acknowledged, func(l *fsck.Line) { l.Effect = answer.Header.Get("Refund-Id") })
}
