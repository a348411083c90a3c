package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/openhpp/openhpp/internal/app"
)

// Demo runs the demonstration until ctx ends, and prints where everything is once
// it can be used.
func Demo(ctx context.Context, d app.DemoConfig, out io.Writer) error {
	d.Ready = func(a app.DemoAddresses) error {
		_, err := fmt.Fprintf(out, greeting, a.Shop, a.PaymentLink, a.Inbox, a.AccessCode,
			a.API, a.Account.Username, a.Account.Password, a.Account.WebhookSecret, a.TestData)
		return err
	}
	return app.Demo(ctx, d)
}

const greeting = `
  OpenHPP demo. Test money only.

  Shop          %s
  Payment link  %s
  Inbox         %s
  Phone's code  %s

  For the command line and for tests (curl -u "$OPENHPP_USERNAME:$OPENHPP_PASSWORD" $OPENHPP_URL/…):

    export OPENHPP_URL=%s
    export OPENHPP_USERNAME=%s OPENHPP_PASSWORD=%s
    export OPENHPP_SIGNING_SECRET=%s

  Pay with any details. What is declined, waits or asks for more: %s
  Stop with Ctrl-C.

`
