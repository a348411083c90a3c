package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// errNoFile is about databases that have better means of their own.
var errNoFile = errors.New("this is for the embedded file (sqlite:/path/file.db); PostgreSQL has base backups and its own tools")

// Backup copies the embedded file to a new file, beside a running server.
func Backup(ctx context.Context, c Config, to string, out io.Writer, asJSON bool) error {
	file, ok := strings.CutPrefix(c.Database, sqliteScheme)
	if !ok {
		return fmt.Errorf("OPENHPP_DATABASE: %w", errNoFile)
	}
	if err := c.exists(); err != nil {
		return err
	}
	copied, err := sqlite.Backup(ctx, file, to)
	if err != nil {
		return err
	}
	if asJSON {
		return report(out, copied, to)
	}
	return c.tell(out, copied, to)
}

// Restore makes the embedded file anew from a backup. It must not exist.
func Restore(ctx context.Context, c Config, from string, out io.Writer, asJSON bool) error {
	file, ok := strings.CutPrefix(c.Database, sqliteScheme)
	if !ok {
		return fmt.Errorf("OPENHPP_DATABASE: %w", errNoFile)
	}
	copied, err := sqlite.Restore(ctx, from, file)
	if err != nil {
		return err
	}
	if asJSON {
		return report(out, copied, file)
	}
	if !copied.Checked {
		if _, err := fmt.Fprintf(out, "no %s.sha256: its structure was checked, not every byte\n", from); err != nil {
			return err
		}
	}
	return c.tell(out, copied, file)
}

// report is tell as JSON.
func report(out io.Writer, copied sqlite.Copied, path string) error {
	rows := map[string]int64{}
	for _, table := range copied.Tables {
		rows[table.Table] = table.Count
	}
	return json.NewEncoder(out).Encode(map[string]any{"path": path, "bytes": copied.Bytes, "rows": rows})
}

// tell says what a copy holds, and what it does not.
func (c *Config) tell(out io.Writer, copied sqlite.Copied, path string) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, rows := range copied.Tables {
		_, _ = fmt.Fprintf(table, "%d\t %s\n", rows.Count, rows.Table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	secret := c.secretFile()
	if c.Secret != "" {
		secret = "OPENHPP_SECRET"
	}
	_, err := fmt.Fprintf(out, "%s is whole: %d bytes, read once through\n"+
		"The secret (%s) is not in it. Without it no link opens and no password fits: keep it too, elsewhere.\n", path, copied.Bytes, secret)
	return err
}
