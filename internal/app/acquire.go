package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"github.com/openhpp/openhpp/internal/owner"
	"github.com/openhpp/openhpp/internal/secret"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// acquire takes what the server needs of the machine: its addresses first, so
// that a start that fails leaves no files, then the lock on its file, the
// secret and the database. Close releases what was taken.
func (a *App) acquire(ctx context.Context, c Config) (master []byte, err error) {
	if a.listener, err = listen(ctx, c.Listen); err != nil {
		return nil, err
	}
	if a.debug, err = openDebugger(ctx, c.DebugListen); err != nil {
		return nil, err
	}
	if a.ops, err = openOperations(ctx, c.Gateway, a.log); err != nil {
		return nil, err
	}
	if file, ok := strings.CutPrefix(c.Database, sqliteScheme); ok {
		if a.lock, err = sqlite.TakeLock(file); err != nil {
			return nil, fmt.Errorf("OPENHPP_DATABASE: %w", err)
		}
	}
	if master, err = secret.Load(c.Secret, c.secretFile(), owner.Inherit); err != nil {
		return nil, err
	}
	if err := c.refuse(c.weakSecret(master)); err != nil {
		return nil, err
	}
	if a.db, err = openDatabase(ctx, c.Database); err != nil {
		return nil, err
	}
	// The lock says that whoever had leases on this file is gone.
	if file, ok := a.db.outbox.(sqlite.Outbox); ok {
		return master, file.Reclaim(ctx, callbackLease)
	}
	return master, nil
}

// listen listens on an address, or says what to do when another program does.
func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		_, port, _ := net.SplitHostPort(address)
		return nil, fmt.Errorf("OPENHPP_LISTEN: port %s is taken by another program; --listen 127.0.0.1:0 takes a free one", port)
	}
	if err != nil {
		return nil, fmt.Errorf("OPENHPP_LISTEN: %w", err)
	}
	return listener, nil
}

// warn says at every start what is open to others because OPENHPP_INSECURE
// allows it.
func (a *App) warn(found []exposure) {
	for _, e := range found {
		a.log.Warn("insecure, as OPENHPP_INSECURE allows", "allowed", e.allowedBy, "setting", e.setting, "problem", e.problem)
	}
}
