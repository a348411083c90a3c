package cli

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
	openhppwire "github.com/openhpp/openhpp/internal/wire/openhpp"
)

// ReopenSession lets payers try again on a session that took too many failed
// attempts, and prints so.
func (o Operator) ReopenSession(ctx context.Context, id string) error {
	return app.OpenTools(ctx, o.Config, func(t app.Tools) error {
		session, err := t.Reopen(ctx, hpp.SessionID(id))
		if err != nil {
			return err
		}
		if o.JSON {
			return o.printJSON(openhppwire.SessionBody(session))
		}
		_, err = fmt.Fprintf(o.Out, "Session %s takes attempts again; it is %s.\n", session.ID, session.Status)
		return err
	})
}
