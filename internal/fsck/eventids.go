package fsck

import "context"

// checkEventIDs judges that no two events share an id: receivers know repeats by it.
func (r *run) checkEventIDs(ctx context.Context) error {
	count := r.counter("event ids")
	var before Event
	for e, err := range r.Source.EventsByID(ctx) {
		if err != nil {
			return err
		}
		if e.ID == before.ID && before.Session != "" {
			r.report(OneEvent, sessionNamed(e.Session), "its event %d has the id %s, which event %d of session %s has too; ids should be unique",
				e.Seq, e.ID, before.Seq, before.Session)
		}
		before = e
		count()
	}
	return nil
}
