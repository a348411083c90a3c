package hpp

import (
	"context"
	"time"
)

// transition is the only way a session's status changes. It is pure: the new
// event's id, the time and the detail come from the caller.
func transition(s Session, command Command, now time.Time, eventID, detail string) (Session, Event, error) {
	to, legal := s.Status.Next(command)
	if !legal {
		return s, Event{}, ErrClosed
	}
	s.Status = to
	s.EventCount++
	if now.After(s.UpdatedAt) {
		s.UpdatedAt = now
	}
	return s, Event{ID: eventID, Seq: s.EventCount, Status: to, At: s.UpdatedAt, Detail: detail}, nil
}

// sessionChange collects what one transaction will save: transitions with their
// callbacks frozen as of that moment, and jobs.
type sessionChange struct {
	service  *SessionService
	session  *Session
	now      time.Time
	change   Change
	failures []AttemptFailure
}

func (s *SessionService) newChange(session *Session) *sessionChange {
	*session = s.withReference(*session)
	return &sessionChange{service: s, session: session, now: s.now()}
}

// now is the clock as sessions keep it.
func (s *SessionService) now() time.Time { return truncateTime(s.Now()) }

// truncateTime is a moment as it is stored: UTC, milliseconds.
func truncateTime(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// apply applies a command and freezes its callback.
func (c *sessionChange) apply(command Command, detail string) error {
	next, event, err := transition(*c.session, command, c.now, c.service.NewID(), detail)
	if err != nil {
		return err
	}
	*c.session = next
	c.change.Events = append(c.change.Events, event)
	return c.publish(event, Job{ID: event.ID, Kind: JobCallback, Seq: event.Seq})
}

// publish freezes what the merchant reads of an event and, where it named an
// address, adds the job that calls it.
func (c *sessionChange) publish(event Event, callback Job) error {
	frozen, err := c.service.Freeze(*c.session, event)
	if err != nil {
		return err
	}
	c.change.Published = append(c.change.Published, MerchantEvent{
		ID: event.ID, Type: event.PublishedType(), Seq: event.Seq, At: event.At,
		OrderID: c.session.Result.OrderID, URL: frozen.URL, Body: frozen.Body,
	})
	if frozen.URL == "" {
		return nil
	}
	callback.Due, callback.Payload = c.now, frozen.Payload
	c.change.Jobs = append(c.change.Jobs, callback)
	return nil
}

// enter records that the payer acted, unless that is known already.
func (c *sessionChange) enter() error {
	if c.session.Status == InProgress {
		return nil
	}
	return c.apply(Enter, "")
}

// reconcileAfter is longer than a provider is given to answer: only a process
// that died leaves the work to the job.
const reconcileAfter = 15 * time.Second

// scheduleReconcile adds the job that asks what became of the attempt, should
// this process die.
func (c *sessionChange) scheduleReconcile() {
	c.change.Jobs = append(c.change.Jobs, Job{
		ID: c.service.NewID(), Kind: JobReconcile, Seq: c.session.Version + 1, Due: c.now.Add(reconcileAfter),
	})
}

// update saves one change of a session and reports its events after the commit.
func (s *SessionService) update(ctx context.Context, id SessionID, change func(*sessionChange) error) (Session, error) {
	var done *sessionChange
	session, err := s.Store.Update(ctx, id, func(session *Session) (Change, error) {
		before := *session
		c := s.newChange(session)
		if err := change(c); err != nil {
			return Change{}, err
		}
		c.scheduleEnd(before)
		if err := c.followLeft(before.Attempt); err != nil {
			return Change{}, err
		}
		s.addSearchKeys(before, session)
		done = c
		return c.change, nil
	})
	if err != nil {
		return session, err
	}
	s.PageReads.forget(session.Payment)
	s.Changes.Publish(string(session.ID), session.Version)
	for _, event := range done.change.Events {
		s.Observe(event)
	}
	for _, failure := range done.failures {
		s.ObserveFailure(failure)
	}
	s.wake(done.change.Jobs)
	return session, nil
}

// wake has the runner look for those jobs that are due already.
func (s *SessionService) wake(jobs []Job) {
	now := s.now()
	for _, job := range jobs {
		if !job.Due.After(now) {
			s.Wake(job.Kind)
		}
	}
}
