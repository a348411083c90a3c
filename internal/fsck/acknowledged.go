package fsck

import (
	"fmt"
	"slices"

	"github.com/openhpp/openhpp/internal/hpp"
)

// effects are the statuses of which one must have been reached when an
// operation was acknowledged without showing any.
var effects = map[Op][]hpp.Status{
	Pay:     {hpp.Completed},
	Cancel:  {hpp.Cancelled},
	Disable: {hpp.Disabled, hpp.Cancelled}, // a cancelled session stays so
}

// checkDurable judges that what was acknowledged of a session is there.
func (r *run) checkDurable(w whole, one *sessionRecord) (wrong []string) {
	for _, o := range one.operations {
		if o.State != Acknowledged {
			continue
		}
		r.countJudged(Durable, 1)
		wanted := effects[o.Op]
		if o.Status != "" && wanted != nil {
			wanted = []hpp.Status{o.Status}
		}
		if wanted != nil && !slices.ContainsFunc(wanted, w.reached) {
			wrong = append(wrong, fmt.Sprintf("its %s was acknowledged, and it was never %s", o.Op, wanted[0]))
		}
		if o.Order != "" && o.Order != w.Result.OrderID {
			wrong = append(wrong, fmt.Sprintf("its %s was acknowledged with order %s; it names %q", o.Op, o.Order, w.Result.OrderID))
		}
	}
	return wrong
}

// reached reports whether the session was ever in a status.
func (w whole) reached(status hpp.Status) bool {
	return status == hpp.Waiting || slices.ContainsFunc(w.events, func(e Event) bool { return e.Status == status })
}

// causes are the operations that lead to a final status.
var causes = map[hpp.Status]Op{hpp.Completed: Pay, hpp.Cancelled: Cancel, hpp.Disabled: Disable}

// checkCause judges that a request explains what a session is.
func (s *journalIndex) checkCause(w whole, one *sessionRecord) (wrong []string) {
	made := one.attempted(Create)
	for _, k := range w.keys {
		made = made || slices.ContainsFunc(s.keys[keyOf{k.Merchant, k.Key}], func(o operation) bool { return o.Op == Create && o.attempted() })
	}
	if !made && s.unnamed[w.Merchant] > 0 {
		s.unnamed[w.Merchant]--
		made = true
	}
	if !made {
		wrong = append(wrong, "it is there, and no create that was acknowledged or unknown made it")
	}
	// A decision at the provider needs no request here.
	elsewhere := w.Result.CompletedElsewhere || w.Status == hpp.Cancelled && w.Payment.Kind == hpp.KindCheckout
	if cause, final := causes[w.Status]; final && !elsewhere && !one.attempted(cause) {
		wrong = append(wrong, fmt.Sprintf("it is %s, and no %s was acknowledged or unknown", w.Status, cause))
	}
	return wrong
}

// sold judges that somebody asked for each order, and that who paid for it was
// told so.
func (s *journalIndex) checkOrderCauses(r *run, sessions []Session, orders []Order) {
	for _, o := range orders {
		if !s.merchants[o.Merchant] {
			continue
		}
		r.countJudged(NoPhantoms, 1)
		placed := slices.ContainsFunc(s.orders[o.ID], func(op operation) bool { return op.Op == Place && op.attempted() })
		paid := slices.DeleteFunc(slices.Clone(sessions), func(one Session) bool { return !s.sessions[one.ID].attempted(Pay) })
		switch {
		case placed:
		case len(paid) == 0:
			r.report(NoPhantoms, orderNamed(o.ID), "it is there, and no pay that was acknowledged or unknown placed it")
		case !slices.ContainsFunc(paid, mayComplete):
			r.report(OneOrder, orderNamed(o.ID), "it was paid on session %s, which ended as %s; it should be COMPLETED", paid[0].ID, paid[0].Status)
		}
		if slices.ContainsFunc(sessions, func(one Session) bool { return one.Options.PlaceOrderMode == hpp.CaptureOrder }) {
			s.automatic[o.ID] = true
		}
	}
}

// mayComplete reports whether a session is completed, or may still become so.
func mayComplete(s Session) bool {
	return s.Status == hpp.Completed || !s.Status.Final() && !s.Expired
}

// checkMovements judges that acknowledged captures and refunds are there once, and
// that somebody asked for all that are.
func (s *journalIndex) checkMovements(r *run, o Order, captures, refunds []Movement) {
	if !s.merchants[o.Merchant] {
		return
	}
	s.met[o.ID] = true
	own := 0 // that nobody need have asked for
	if s.automatic[o.ID] || slices.ContainsFunc(s.orders[o.ID], func(op operation) bool { return op.Op == Place }) {
		own = 1
	}
	s.checkMovementsOf(r, o.ID, Capture, captures, own)
	s.checkMovementsOf(r, o.ID, Refund, refunds, 0)
}

func (s *journalIndex) checkMovementsOf(r *run, order string, op Op, there []Movement, own int) {
	asked := own
	for _, o := range s.orders[order] {
		if o.Op != op || !o.attempted() {
			continue
		}
		asked++
		if o.State != Acknowledged {
			continue
		}
		r.countJudged(Durable, 1)
		found := slices.ContainsFunc(there, func(m Movement) bool {
			return (o.Effect == "" || m.ID == o.Effect) && (o.Amount == 0 || m.Amount == o.Amount)
		})
		if !found {
			r.report(Durable, orderNamed(order), "its %s %s of %d was acknowledged, and is not there", op, o.Effect, o.Amount)
		}
	}
	r.countJudged(NoPhantoms, len(there))
	if len(there) > asked {
		r.report(NoPhantoms, orderNamed(order), "it has %d entries of kind %s; %d were acknowledged or unknown", len(there), op, asked)
	}
}
