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
	run := func(source fsck.Source) error {
		check.Source = source
		report, err = check.Run(ctx)
		return err
	}
	if isPostgres(address) {
		err = postgres.WithFsckSource(ctx, address, run)
	} else if file, ok := strings.CutPrefix(address, sqliteScheme); ok {
		err = sqlite.WithFsckSource(ctx, file, run)
	} else {
		err = errors.New("must be sqlite:/path/file.db or postgres://user:password@host/database")
	}
	if err != nil {
		return nil, fmt.Errorf("OPENHPP_DATABASE: %w", err)
	}
	return report, nil
}
