package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/openhpp/openhpp/internal/app"
)

// PrintPageEvidence prints what runs on the payer's pages at a public URL, for an
// auditor: as JSON or as tables.
func PrintPageEvidence(publicURL string, out io.Writer, asJSON bool) error {
	evidence := app.PageEvidence(publicURL)
	if asJSON {
		return Operator{Out: out}.printDocument(evidence)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "KIND\tPATH\tBYTES\tGUARDED BY\tPURPOSE")
	for _, f := range evidence.Files {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\n", f.Kind, f.Path, f.Bytes, f.Guard, f.Purpose)
	}
	_, _ = fmt.Fprintln(table)
	for _, f := range evidence.Files {
		if f.Integrity != "" {
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", f.Kind, f.Path, f.Integrity)
		}
	}
	_, _ = fmt.Fprintln(table)
	for _, h := range evidence.Headers {
		_, _ = fmt.Fprintf(table, "%s:\t%s\n", h.Name, h.Value)
	}
	return table.Flush()
}
