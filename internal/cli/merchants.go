package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

// CreateMerchant makes a merchant and prints its credentials, once.
func (o Operator) CreateMerchant(ctx context.Context, name string) error {
	return app.OpenMerchants(ctx, o.Config, func(m *merchant.Service) error {
		made, err := m.Create(ctx, name)
		if err != nil {
			return err
		}
		return o.printCredentials(made)
	})
}

// RotateMerchant prints new credentials for a merchant, and until when the ones before
// work.
func (o Operator) RotateMerchant(ctx context.Context, id string, overlap time.Duration) error {
	return app.OpenMerchants(ctx, o.Config, func(m *merchant.Service) error {
		made, err := m.Rotate(ctx, hpp.MerchantID(id), overlap)
		if err != nil {
			return err
		}
		return o.printCredentials(made)
	})
}

func (o Operator) printCredentials(c merchant.Credentials) error {
	if o.JSON {
		return o.printJSON(c)
	}
	var text strings.Builder
	_, _ = fmt.Fprintf(&text, "merchant id     %s\nuser name       %s\npassword        %s\nwebhook secret  %s\n\nThe password is shown this once.\n",
		c.MerchantID, c.Username, c.Password, c.WebhookSecret)
	for _, login := range c.Ending {
		_, _ = fmt.Fprintf(&text, "%s works until %s.\n", login.Username, login.EndsAt.Format(time.RFC3339))
	}
	_, err := io.WriteString(o.Out, text.String())
	return err
}

// RotateWebhook prints the secrets that sign a merchant's callbacks from now
// on, the new one first, and until when the older ones do.
func (o Operator) RotateWebhook(ctx context.Context, id string, overlap time.Duration) error {
	return app.OpenMerchants(ctx, o.Config, func(m *merchant.Service) error {
		secrets, err := m.RotateWebhook(ctx, hpp.MerchantID(id), overlap)
		if err != nil {
			return err
		}
		if o.JSON {
			return o.printJSON(secrets)
		}
		for _, secret := range secrets {
			line := secret.Secret
			if !secret.EndsAt.IsZero() {
				line += "  signs too until " + secret.EndsAt.Format(time.RFC3339)
			}
			if _, err := fmt.Fprintln(o.Out, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// ListMerchants prints all merchants.
func (o Operator) ListMerchants(ctx context.Context) error {
	return app.OpenMerchants(ctx, o.Config, func(m *merchant.Service) error {
		accounts, err := m.List(ctx)
		if err != nil {
			return err
		}
		rows := make([]merchantRow, 0, len(accounts))
		for _, account := range accounts {
			rows = append(rows, rowOf(account, time.Now()))
		}
		if o.JSON {
			return o.printJSON(rows)
		}
		return printMerchants(o.Out, rows)
	})
}

// merchantRow is a merchant as it is printed in JSON.
type merchantRow struct {
	MerchantID    hpp.MerchantID   `json:"merchant_id"`
	Name          string           `json:"name"`
	State         string           `json:"state"` // enabled, sales_closed or disabled
	Usernames     []string         `json:"usernames"`
	Credentials   []merchant.Login `json:"credentials"`
	CreatedAt     time.Time        `json:"created_at"`
	SalesClosedAt time.Time        `json:"sales_closed_at,omitzero"`
	DisabledAt    time.Time        `json:"disabled_at,omitzero"`
}

// rowOf is an account as it is printed, with the credentials in use.
func rowOf(account merchant.Account, now time.Time) merchantRow {
	row := merchantRow{
		MerchantID: account.ID, Name: account.Name, State: "enabled", Usernames: []string{}, Credentials: []merchant.Login{},
		CreatedAt: account.CreatedAt, SalesClosedAt: account.SalesClosedAt, DisabledAt: account.DisabledAt,
	}
	switch {
	case account.Disabled():
		row.State = "disabled"
	case !account.Sells():
		row.State = "sales_closed"
	}
	for _, login := range account.InUse(now) {
		row.Usernames = append(row.Usernames, login.Username)
		row.Credentials = append(row.Credentials, login)
	}
	return row
}

func printMerchants(out io.Writer, rows []merchantRow) error {
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "MERCHANT ID\tNAME\tUSER NAMES\tCREATED\tSTATE")
	for _, r := range rows {
		state := r.State
		switch state {
		case "disabled":
			state += " " + r.DisabledAt.Format(time.DateOnly)
		case "sales_closed":
			state = "sales closed " + r.SalesClosedAt.Format(time.DateOnly)
		}
		var names []string
		for _, login := range r.Credentials {
			name := login.Username
			if !login.EndsAt.IsZero() {
				name += " (until " + login.EndsAt.Format("2006-01-02 15:04Z") + ")"
			}
			names = append(names, name)
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.MerchantID, r.Name, strings.Join(names, ", "), r.CreatedAt.Format(time.DateOnly), state)
	}
	return t.Flush()
}
