package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// DisableMerchant ends a merchant's selling or, with everything, its access to every
// API too, and prints what holds from then on.
func (o Operator) DisableMerchant(ctx context.Context, id string, everything bool) error {
	return o.changeAccess(ctx, id, func(m *merchant.Service) error {
		if everything {
			return m.Disable(ctx, hpp.MerchantID(id))
		}
		return m.CloseSales(ctx, hpp.MerchantID(id))
	})
}

// EnableMerchant lets a merchant sell and reach the APIs again, and prints so.
func (o Operator) EnableMerchant(ctx context.Context, id string) error {
	return o.changeAccess(ctx, id, func(m *merchant.Service) error { return m.Enable(ctx, hpp.MerchantID(id)) })
}

// changeAccess changes what a merchant may do, and prints it as it then is.
func (o Operator) changeAccess(ctx context.Context, id string, change func(*merchant.Service) error) error {
	return app.OpenMerchants(ctx, o.Config, func(m *merchant.Service) error {
		if err := change(m); err != nil {
			return err
		}
		account, err := m.Account(ctx, hpp.MerchantID(id))
		if err != nil {
			return err
		}
		if o.JSON {
			return o.printJSON(rowOf(account, time.Now()))
		}
		_, err = fmt.Fprintf(o.Out, accessTexts[rowOf(account, time.Now()).State], account.Name, account.ID)
		return err
	})
}

// accessTexts say what each state means, with the merchant's name and id.
var accessTexts = map[string]string{
	"enabled": "%s (%s) sells, and its credentials work. A running server knows within half a second.\n",
	"sales_closed": "%s (%[2]s) sells no more: its pages take no payment, and it creates no sessions, orders or charges.\n" +
		"Its credentials still work for captures, refunds and reading, and callbacks go on.\n" +
		"To shut its access to every API: openhpp merchant disable --all %[2]s\n" +
		"To undo: openhpp merchant enable %[2]s\n",
	"disabled": "%s (%[2]s) is shut: its pages take no payment, and its credentials open no API.\n" +
		"Callbacks that are on their way go on.\n" +
		"To undo: openhpp merchant enable %[2]s\n",
}
