package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/secret"
)

// Admin is the operator's work on the command line, beside a running server:
// what it changes holds from the server's next request on.
type Admin struct {
	Config Config // database and secret
	Out    io.Writer
	JSON   bool
}

// open opens the database for one command.
func (a Admin) open(ctx context.Context, use func(*database) error) error {
	a.Config.Listen = "127.0.0.1:0" // never used, but checked with the rest
	if err := a.Config.check(); err != nil {
		return err
	}
	db, err := openDatabase(ctx, a.Config.Database)
	if err != nil {
		return err
	}
	return errors.Join(use(db), db.Close())
}

// with is open for commands about merchants.
func (a Admin) with(ctx context.Context, use func(*merchant.Service) error) error {
	return a.open(ctx, func(db *database) error {
		master, err := secret.Load(a.Config.Secret, a.Config.secretFile())
		if err != nil {
			return err
		}
		return use(merchant.New(db.merchants, derive(master, "merchants"), time.Now))
	})
}

// Create makes a merchant and prints its credentials, once.
func (a Admin) Create(ctx context.Context, name string) error {
	return a.with(ctx, func(m *merchant.Service) error { return a.credentials(m.Create(ctx, name)) })
}

// Rotate prints new credentials for a merchant; the old ones are refused.
func (a Admin) Rotate(ctx context.Context, id string) error {
	return a.with(ctx, func(m *merchant.Service) error { return a.credentials(m.Rotate(ctx, hpp.MerchantID(id))) })
}

func (a Admin) credentials(c merchant.Credentials, err error) error {
	if err != nil {
		return err
	}
	if a.JSON {
		return json.NewEncoder(a.Out).Encode(c)
	}
	_, err = fmt.Fprintf(a.Out, "merchant id     %s\nuser name       %s\npassword        %s\nwebhook secret  %s\n\nThe password is shown this once.\n",
		c.MerchantID, c.Username, c.Password, c.WebhookSecret)
	return err
}

// RotateWebhook prints the new secret of a merchant's callbacks.
func (a Admin) RotateWebhook(ctx context.Context, id string) error {
	return a.with(ctx, func(m *merchant.Service) error {
		fresh, err := m.RotateWebhook(ctx, hpp.MerchantID(id))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(a.Out, fresh)
		return err
	})
}

// Disable shuts a merchant's access.
func (a Admin) Disable(ctx context.Context, id string) error {
	return a.with(ctx, func(m *merchant.Service) error { return m.Disable(ctx, hpp.MerchantID(id)) })
}

// listed is a merchant as List prints it in JSON.
type listed struct {
	MerchantID hpp.MerchantID `json:"merchant_id"`
	Name       string         `json:"name"`
	Usernames  []string       `json:"usernames"`
	CreatedAt  time.Time      `json:"created_at"`
	DisabledAt *time.Time     `json:"disabled_at,omitempty"`
}

// List prints all merchants.
func (a Admin) List(ctx context.Context) error {
	return a.with(ctx, func(m *merchant.Service) error {
		accounts, err := m.List(ctx)
		if err != nil {
			return err
		}
		rows := make([]listed, 0, len(accounts))
		for _, account := range accounts {
			row := listed{MerchantID: account.ID, Name: account.Name, Usernames: account.Usernames, CreatedAt: account.CreatedAt}
			if account.Disabled() {
				row.DisabledAt = &account.DisabledAt
			}
			rows = append(rows, row)
		}
		if a.JSON {
			return json.NewEncoder(a.Out).Encode(rows)
		}
		return table(a.Out, rows)
	})
}

func table(out io.Writer, rows []listed) error {
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "MERCHANT ID\tNAME\tUSER NAMES\tCREATED\tSTATE")
	for _, r := range rows {
		state := "enabled"
		if r.DisabledAt != nil {
			state = "disabled " + r.DisabledAt.Format(time.DateOnly)
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.MerchantID, r.Name, strings.Join(r.Usernames, ", "), r.CreatedAt.Format(time.DateOnly), state)
	}
	return t.Flush()
}
