package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/openhpp/openhpp/internal/app"
)

// Migrate copies everything from a SQLite file to a PostgreSQL database, compares
// both and prints how far it is.
func Migrate(ctx context.Context, from, to string, out io.Writer) error {
	last := ""
	err := app.Migrate(ctx, from, to, func(table string, there, all int64) {
		if line := fmt.Sprintf("%-22s %d of %d rows\n", table, there, all); line != last {
			last = line
			_, _ = io.WriteString(out, line)
		}
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, "everything is there, and equal row for row\n")
	return err
}
