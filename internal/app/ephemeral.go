package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/openhpp/openhpp/internal/merchant"
)

// Ephemeral is a playground that keeps everything in a folder which goes with it.
type Ephemeral struct {
	*App
	// Account is the merchant that was made with it, or that the configuration chose.
	Account merchant.Credentials
	folder  string
}

// OpenEphemeral opens such a playground. The configuration names no database and
// no secret.
func OpenEphemeral(ctx context.Context, c Config, log *slog.Logger) (*Ephemeral, error) {
	if c.Environment == Production {
		return nil, wrongSettings("--ephemeral: OPENHPP_ENVIRONMENT must be playground: production keeps what it takes")
	}
	folder, err := os.MkdirTemp("", "openhpp-")
	if err != nil {
		return nil, err
	}
	c.Database, c.Secret, c.SecretFile = sqliteScheme+filepath.Join(folder, "openhpp.db"), "", ""
	server, err := Open(ctx, c, log)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	account, fixed := server.FixedMerchant()
	if !fixed {
		if account, err = server.merchants.Create(ctx, "Playground shop"); err != nil {
			return nil, errors.Join(err, server.Close(), os.RemoveAll(folder))
		}
	}
	return &Ephemeral{server, account, folder}, nil
}

// Run serves until ctx ends, and removes the folder.
func (e *Ephemeral) Run(ctx context.Context) error {
	return errors.Join(e.App.Run(ctx), os.RemoveAll(e.folder))
}

// Close removes the folder of a playground that was never run.
func (e *Ephemeral) Close() error {
	return errors.Join(e.App.Close(), os.RemoveAll(e.folder))
}
