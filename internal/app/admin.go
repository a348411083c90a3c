package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

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

// printJSON prints a value on one line.
func (a Admin) printJSON(value any) error {
	out := json.NewEncoder(a.Out)
	out.SetEscapeHTML(false)
	return out.Encode(value)
}
