package app

import (
	"context"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// ReopenSession lets payers try again on a session that took too many failed
// attempts, as its merchant could by the extension API.
func (a Admin) ReopenSession(ctx context.Context, id string) error {
	return a.open(ctx, func(db *database) error {
		session, err := db.sessions.Find(ctx, hpp.SessionID(id))
		if err != nil {
			return err
		}
		core := hpp.Service{
			Store: db.sessions, Now: time.Now,
			Observe: func(hpp.Event) {}, Missed: func(hpp.Miss) {}, Wake: func(...hpp.JobKind) {},
		}
		session, err = core.Reopen(ctx, merchant.Vouched(session.Merchant, session.Shop), session.ID)
		if err != nil {
			return err
		}
		if a.JSON {
			return a.printJSON(openhppwire.SessionBody(session))
		}
		_, err = fmt.Fprintf(a.Out, "Session %s takes attempts again; it is %s.\n", session.ID, session.Status)
		return err
	})
}
