package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/callback"
	"github.com/openhpp/openhpp/internal/fsck"
	"github.com/openhpp/openhpp/internal/store/postgres"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// Checking is what a check is told.
type Checking struct {
	Journals  []string // files
	Quiescent bool     // nothing is under way any more
	JSON      bool
	Out       io.Writer // findings and verdicts
	Progress  io.Writer // how far it is
}

// Fsck checks the database against the invariants, beside running servers, and
// answers whether it is sound. An error means that it could not be checked.
func Fsck(ctx context.Context, address string, what Checking) (sound bool, err error) {
	journal, err := readJournals(what.Journals)
	if err != nil {
		return false, err
	}
	told := &findings{out: what.Out, json: what.JSON}
	progress := &progress{out: what.Progress}
	check := func(source fsck.Source) error {
		report, err := fsck.Check{
			Source: source, Journal: journal, Quiescent: what.Quiescent, Now: time.Now(), Provider: builtin,
			Tries: int64(len(callback.Schedule)), Refusal: callback.Refusal,
			Found: told.add, Tell: progress.tell,
		}.Run(ctx)
		progress.end()
		if err != nil {
			return err
		}
		sound = report.Sound()
		return errors.Join(told.err, told.end(report))
	}
	if isPostgres(address) {
		err = postgres.WithFsckSource(ctx, address, check)
	} else if file, ok := strings.CutPrefix(address, sqliteScheme); ok {
		err = sqlite.WithFsckSource(ctx, file, check)
	} else {
		err = errors.New("must be sqlite:/path/file.db or postgres://user:password@host/database")
	}
	if err != nil {
		return false, fmt.Errorf("OPENHPP_DATABASE: %w", err)
	}
	return sound, nil
}

// readJournals reads them as one; nil when there are none.
func readJournals(paths []string) (*fsck.Journal, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	journal := &fsck.Journal{}
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("--journal: %w", err)
		}
		err = journal.Read(path, file)
		_ = file.Close()
		if err != nil {
			return nil, fmt.Errorf("--journal: %w", err)
		}
	}
	return journal, nil
}
