package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// Fsck checks the database at an address against the invariants, beside running
// servers. The check holds what the caller chooses (journal, quiescence, who is
// told); the rest of it is filled in here. An error means that the database could
// not be checked.
func Fsck(ctx context.Context, address string, check fsck.Check) (report fsck.Report, err error) {
	check.Now, check.Provider = time.Now(), builtin
	check.Tries, check.Refusal = int64(len(callback.Schedule)), callback.IsPermanent
	var open fsck.Opener
	if isPostgres(address) {
		open = func(ctx context.Context, use func(fsck.Source) error) error {
			return postgres.WithFsckSource(ctx, address, use)
		}
	} else if file, ok := strings.CutPrefix(address, sqliteScheme); ok {
		open = func(ctx context.Context, use func(fsck.Source) error) error {
			return sqlite.WithFsckSource(ctx, file, use)
		}
	} else {
		return nil, errors.New("OPENHPP_DATABASE: must be sqlite:/path/file.db or postgres://user:password@host/database")
	}
	if report, err = check.RunOn(ctx, open); err != nil {
		return nil, fmt.Errorf("OPENHPP_DATABASE: %w", err)
	}
	return report, nil
}
