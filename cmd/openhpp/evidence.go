package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/app"
)

type evidenceCommand struct {
	Pages pagesCommand `cmd:"" help:"List every script and style of the payer's pages, and the headers that guard them (PCI DSS 6.4.3, 11.6.1)."`
}

type pagesCommand struct {
	PublicURL string `env:"OPENHPP_PUBLIC_URL" default:"https://pay.example.com" help:"Base of payer-facing links, as the server has it."`
	JSON      bool   `name:"json" help:"Print JSON instead of tables."`
}

func (c pagesCommand) Run(k *kong.Context) error {
	evidence := app.PageEvidence(c.PublicURL)
	if c.JSON {
		out := json.NewEncoder(k.Stdout)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(evidence)
	}
	table := tabwriter.NewWriter(k.Stdout, 0, 0, 2, ' ', 0)
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
