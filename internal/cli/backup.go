package cli

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/store/sqlite"
)

// Backup copies the embedded file to a new file, beside a running server, and
// prints what the copy holds.
func (o Operator) Backup(ctx context.Context, to string) error {
	copied, err := app.Backup(ctx, o.Config, to)
	if err != nil {
		return err
	}
	return o.printCopy(copied, to)
}

// Restore makes the embedded file anew from a backup, and prints what it holds.
func (o Operator) Restore(ctx context.Context, from string) error {
	file, copied, err := app.Restore(ctx, o.Config, from)
	if err != nil {
		return err
	}
	if !copied.Checked && !o.JSON {
		if _, err := fmt.Fprintf(o.Out, "no %s.sha256: its structure was checked, not every byte\n", from); err != nil {
			return err
		}
	}
	return o.printCopy(copied, file)
}

// printCopy says what a copy holds, and what it does not.
func (o Operator) printCopy(copied sqlite.Copied, path string) error {
	if o.JSON {
		rows := map[string]int64{}
		for _, table := range copied.Tables {
			rows[table.Table] = table.Count
		}
		return o.printJSON(map[string]any{"path": path, "bytes": copied.Bytes, "rows": rows})
	}
	table := tabwriter.NewWriter(o.Out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, rows := range copied.Tables {
		_, _ = fmt.Fprintf(table, "%d\t %s\n", rows.Count, rows.Table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.Out, "%s is whole: %d bytes, read once through\n"+
		"The secret (%s) is not in it. Without it no link opens and no password fits: keep it too, elsewhere.\n", path, copied.Bytes, o.Config.SecretPlace())
	return err
}
