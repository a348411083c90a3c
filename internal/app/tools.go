package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/delivery"
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/outbox"
	"github.com/openhpp/openhpp/internal/secret"
)

// Tools are what commands work with beside a running server: what they change
// holds from the server's next request on.
type Tools struct {
	Now      func() time.Time
	Accounts merchant.Store
	Profiles hpp.Profiles
	// Deliveries are those of all merchants, each with its tries.
	Deliveries delivery.Store
	Jobs       interface {
		outbox.Store
		outbox.Admin
	}
	stores *database
}

// OpenTools opens the database for one command.
func OpenTools(ctx context.Context, c Config, use func(Tools) error) error {
	return c.open(ctx, func(db *database) error {
		return use(Tools{
			Now: time.Now, Accounts: db.Merchants(), Jobs: db.outbox, Deliveries: db.Deliveries(), stores: db,
			Profiles: &hpp.ProfileService{Store: db.Profiles(), Contacts: contacts{}, Now: time.Now},
		})
	})
}

// Reopen lets payers try again on a session that took too many failed attempts,
// as its merchant could by the extension API.
func (t Tools) Reopen(ctx context.Context, id hpp.SessionID) (hpp.ListedSession, error) {
	session, err := t.stores.sessions.Find(ctx, id)
	if err != nil {
		return hpp.ListedSession{}, err
	}
	if session.HasExpired(t.Now()) {
		return hpp.ListedSession{}, hpp.ErrNotFound
	}
	if session, err = hpp.ReopenSession(ctx, t.stores.sessions, id); err != nil {
		return hpp.ListedSession{}, err
	}
	counts, err := t.stores.SessionLists().CountOfSessions(ctx, []hpp.Session{session})
	return hpp.ListedSession{Session: session, SessionCounts: counts[id]}, err
}

// OpenMerchants opens the database and the server's secret for one command about
// merchants.
func OpenMerchants(ctx context.Context, c Config, use func(*merchant.Service) error) error {
	return c.openWithSecret(ctx, func(db *database, master []byte) error {
		return use(merchant.New(db.Merchants(), derive(master, "merchants"), time.Now))
	})
}

// openWithSecret opens the database, and reads the server's secret, for one
// command.
func (c *Config) openWithSecret(ctx context.Context, use func(db *database, master []byte) error) error {
	if err := c.checkSecret(); err != nil {
		return WrongSettings{err}
	}
	return c.open(ctx, func(db *database) error {
		master, err := secret.Existing(c.Secret, c.secretFile())
		if errors.Is(err, fs.ErrNotExist) {
			return wrongSettings("OPENHPP_SECRET_FILE: there is no file %s: the server makes it at its first start, and its commands need the same secret", c.secretFile())
		}
		if err != nil {
			return err
		}
		return use(db, master)
	})
}

// open opens the database, which must exist, for one command.
func (c *Config) open(ctx context.Context, use func(*database) error) error {
	if err := c.checkDatabase(); err != nil {
		return WrongSettings{err}
	}
	if err := c.exists(); err != nil {
		return err
	}
	db, err := openDatabase(ctx, c.Database)
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
		return wrongSettings("OPENHPP_DATABASE: there is no file %s: name the server's, or start openhpp serve first, which makes it", file)
	}
	return nil
}
