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
	service  *Service
	session  *Session
	now      time.Time
	change   Change
	failures []AttemptFailure
}

func (s *Service) newChange(session *Session) *sessionChange {
	*session = s.withReference(*session)
	return &sessionChange{service: s, session: session, now: s.now()}
}

// now is the clock as sessions keep it: UTC, milliseconds.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// apply applies a command and freezes its callback.
func (d *sessionChange) apply(command Command, detail string) error {
	next, event, err := transition(*d.session, command, d.now, d.service.NewID(), detail)
	if err != nil {
		return err
	}
	*d.session = next
	d.change.Events = append(d.change.Events, event)
	if next.URLs.StatusUpdate == "" {
		return nil
	}
	payload, err := d.service.Freeze(next, event)
	if err != nil {
		return err
	}
	d.change.Jobs = append(d.change.Jobs, Job{
		ID: event.ID, Kind: JobCallback, Seq: event.Seq, Due: d.now, Payload: payload,
	})
	return nil
}

// enter records that the payer acted, unless that is known already.
func (d *sessionChange) enter() error {
	if d.session.Status == InProgress {
		return nil
	}
	return d.apply(Enter, "")
}

// reconcileAfter is longer than a provider is given to answer: only a process
// that died leaves the work to the job.
const reconcileAfter = 15 * time.Second

// scheduleReconcile asks for the attempt to be looked at again, should this process die.
func (d *sessionChange) scheduleReconcile() {
	d.change.Jobs = append(d.change.Jobs, Job{
		ID: d.service.NewID(), Kind: JobReconcile, Seq: d.session.Version + 1, Due: d.now.Add(reconcileAfter),
	})
}

// update runs one change of a session under the draft and reports its events
// after the commit.
func (s *Service) update(ctx context.Context, id SessionID, change func(*sessionChange) error) (Session, error) {
	var done *sessionChange
	session, err := s.Store.Update(ctx, id, func(session *Session) (Change, error) {
		d := s.newChange(session)
		if err := change(d); err != nil {
			return Change{}, err
		}
		done = d
		return d.change, nil
	})
	if err != nil {
		return session, err
	}
	for _, event := range done.change.Events {
		s.Observe(event)
	}
	for _, miss := range done.failures {
		s.ObserveFailure(miss)
	}
	s.wake(done.change.Jobs)
	return session, nil
}

// wake has the runner look for those jobs that are due already.
func (s *Service) wake(jobs []Job) {
	now := s.now()
	for _, job := range jobs {
		if !job.Due.After(now) {
			s.Wake(job.Kind)
		}
	}
}
