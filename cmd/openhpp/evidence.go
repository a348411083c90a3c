package main

import (
	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/cli"
)

type evidenceCommand struct {
	Pages pagesCommand `cmd:"" help:"List every script and style of the payer's pages, and the headers that guard them (PCI DSS 6.4.3, 11.6.1)."`
}

type pagesCommand struct {
	PublicURL string `env:"OPENHPP_PUBLIC_URL" default:"https://pay.example.com" help:"Base of payer-facing links, as the server has it."`
	JSON      bool   `name:"json" help:"Print JSON instead of tables."`
}

func (c pagesCommand) Run(k *kong.Context) error {
	return cli.PrintPageEvidence(c.PublicURL, k.Stdout, c.JSON)
}
