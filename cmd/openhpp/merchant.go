package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
)

type merchantCommand struct {
	Create        merchantCreate  `cmd:"" help:"Make a merchant and print its credentials, once."`
	List          merchantList    `cmd:"" help:"List all merchants."`
	Rotate        merchantRotate  `cmd:"" help:"Give a merchant new credentials; the old ones stop at once."`
	RotateWebhook merchantWebhook `cmd:"" help:"Change the secret that signs a merchant's callbacks."`
	Disable       merchantDisable `cmd:"" help:"Shut a merchant's access to every API."`
}

// with opens the database for one command.
func (f databaseFlags) with(ctx context.Context, use func(*merchant.Service) error) error {
	merchants, closeDB, err := app.OpenMerchants(ctx, app.Config{Database: f.Database, Secret: f.Secret, SecretFile: f.SecretFile})
	if err != nil {
		return err
	}
	return errors.Join(use(merchants), closeDB())
}

type merchantCreate struct {
	Name string `required:"" help:"The shop's name, as payers will read it."`
	JSON bool   `name:"json" help:"Print JSON."`
	databaseFlags
}

func (c merchantCreate) Run(ctx context.Context) error {
	return c.with(ctx, func(m *merchant.Service) error {
		made, err := m.Create(ctx, c.Name)
		if err != nil {
			return err
		}
		return printCredentials(os.Stdout, made, c.JSON)
	})
}

type merchantRotate struct {
	ID   string `arg:"" name:"merchant-id" help:"As printed by create and list."`
	JSON bool   `name:"json" help:"Print JSON."`
	databaseFlags
}

func (c merchantRotate) Run(ctx context.Context) error {
	return c.with(ctx, func(m *merchant.Service) error {
		made, err := m.Rotate(ctx, hpp.MerchantID(c.ID))
		if err != nil {
			return err
		}
		return printCredentials(os.Stdout, made, c.JSON)
	})
}

func printCredentials(out io.Writer, c merchant.Credentials, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(c)
	}
	_, err := fmt.Fprintf(out, "merchant id     %s\nuser name       %s\npassword        %s\nwebhook secret  %s\n\nThe password is shown this once.\n",
		c.MerchantID, c.Username, c.Password, c.WebhookSecret)
	return err
}

type merchantWebhook struct {
	ID string `arg:"" name:"merchant-id" help:"As printed by create and list."`
	databaseFlags
}

func (c merchantWebhook) Run(ctx context.Context) error {
	return c.with(ctx, func(m *merchant.Service) error {
		secret, err := m.RotateWebhook(ctx, hpp.MerchantID(c.ID))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(os.Stdout, secret)
		return err
	})
}

type merchantDisable struct {
	ID string `arg:"" name:"merchant-id" help:"As printed by create and list."`
	databaseFlags
}

func (c merchantDisable) Run(ctx context.Context) error {
	return c.with(ctx, func(m *merchant.Service) error { return m.Disable(ctx, hpp.MerchantID(c.ID)) })
}

type merchantList struct {
	JSON bool `name:"json" help:"Print JSON."`
	databaseFlags
}

// listed is a merchant as list --json prints it.
type listed struct {
	MerchantID hpp.MerchantID `json:"merchant_id"`
	Name       string         `json:"name"`
	Usernames  []string       `json:"usernames"`
	CreatedAt  time.Time      `json:"created_at"`
	DisabledAt *time.Time     `json:"disabled_at,omitempty"`
}

func (c merchantList) Run(ctx context.Context) error {
	return c.with(ctx, func(m *merchant.Service) error {
		accounts, err := m.List(ctx)
		if err != nil {
			return err
		}
		rows := make([]listed, 0, len(accounts))
		for _, a := range accounts {
			row := listed{MerchantID: a.ID, Name: a.Name, Usernames: a.Usernames, CreatedAt: a.CreatedAt}
			if a.Disabled() {
				row.DisabledAt = &a.DisabledAt
			}
			rows = append(rows, row)
		}
		if c.JSON {
			return json.NewEncoder(os.Stdout).Encode(rows)
		}
		return printTable(os.Stdout, rows)
	})
}

func printTable(out io.Writer, rows []listed) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "MERCHANT ID\tNAME\tUSER NAMES\tCREATED\tSTATE")
	for _, r := range rows {
		state := "enabled"
		if r.DisabledAt != nil {
			state = "disabled " + r.DisabledAt.Format(time.DateOnly)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.MerchantID, r.Name, strings.Join(r.Usernames, ", "), r.CreatedAt.Format(time.DateOnly), state)
	}
	return table.Flush()
}
