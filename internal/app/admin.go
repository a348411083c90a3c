package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
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
	if err := a.Config.checkDatabase(); err != nil {
		return err
	}
	if err := a.Config.exists(); err != nil {
		return err
	}
	db, err := openDatabase(ctx, a.Config.Database)
	if err != nil {
		return err
	}
	return errors.Join(use(db), db.Close())
}

// exists refuses a database file that is not there: a command that made one
// would change what no server reads.
func (c *Config) exists() error {
	file, ok := strings.CutPrefix(c.Database, sqliteScheme)
	if !ok {
		return nil
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("OPENHPP_DATABASE: there is no file %s: name the server's, or start openhpp serve first, which makes it", file)
	}
	return nil
}

// with is open for commands about merchants.
func (a Admin) with(ctx context.Context, use func(*merchant.Service) error) error {
	if err := a.Config.checkSecret(); err != nil {
		return err
	}
	return a.open(ctx, func(db *database) error {
		master, err := secret.Existing(a.Config.Secret, a.Config.secretFile())
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("OPENHPP_SECRET_FILE: there is no file %s: the server makes it at its first start, and its commands need the same secret", a.Config.secretFile())
		}
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
