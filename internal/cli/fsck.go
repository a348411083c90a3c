package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/fsck"
)

// Checking are the options of a check.
type Checking struct {
	Journals  []string  // files
	Quiescent bool      // nothing is under way any more
	Progress  io.Writer // how far it is
}

// Fsck checks the database, prints what it finds and the verdicts, and answers
// whether the database is sound. An error means that it could not be checked.
func (o Operator) Fsck(ctx context.Context, what Checking) (sound bool, err error) {
	journal, err := readJournals(what.Journals)
	if err != nil {
		return false, err
	}
	found := &findings{out: o.Out, json: o.JSON}
	progress := &progress{out: what.Progress}
	report, err := app.Fsck(ctx, o.Config.Database, fsck.Check{
		Journal: journal, Quiescent: what.Quiescent, Found: found.add, Progress: progress.report,
	})
	progress.end()
	if err != nil {
		return false, err
	}
	return report.Passed(), errors.Join(found.err, found.end(report))
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
