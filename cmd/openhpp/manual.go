package main

import (
	"io"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/manual"
	"github.com/openhpp/openhpp/internal/settings"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish,powershell" help:"bash, zsh, fish or powershell."`
}

func (c completionCommand) Run(k *kong.Context) error {
	script, err := manual.Script(c.Shell, k.Model.Name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(k.Stdout, script)
	return err
}

// completeCommand is what the scripts ask.
type completeCommand struct {
	Words []string `arg:"" optional:"" passthrough:"" help:"Those after the program's name, as far as they are typed."`
}

func (c completeCommand) Run(k *kong.Context, model *kong.Application) error {
	words := c.Words
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	for _, found := range manual.Complete(model, words) {
		if _, err := io.WriteString(k.Stdout, found+"\n"); err != nil {
			return err
		}
	}
	return nil
}

type manCommand struct{}

func (manCommand) Run(k *kong.Context, model *kong.Application) error {
	_, err := io.WriteString(k.Stdout, theManual().Man(model))
	return err
}

// theManual is what is said of the program besides its commands.
func theManual() manual.Manual {
	return manual.Manual{
		Version: version(),
		Families: []manual.Family{
			{Title: "At the server", Text: "They run a server, or work on its database beside it, and want its settings. Only serve, demo, run, restore and migrate make a database or a secret."},
			{Key: "api", Title: "At the API of a server", Text: "They run anywhere, and call the server of OPENHPP_URL, or that login kept. Results stand on the standard output, all else on the standard error."},
		},
		Environment: variables(),
		Statuses: []manual.Status{
			{Code: "0", Meaning: "Done."},
			{Code: "1", Meaning: "Not done, for a reason that is printed; for fsck: the database is not sound; for doctor: something is wrong."},
			{Code: "2", Meaning: "Wrong use or settings; for fsck: it could not check."},
			{Code: "3", Meaning: "The server refused it; the correlation id finds the request in its log."},
			{Code: "4", Meaning: "The server could not be reached, or failed."},
			{Code: "5", Meaning: "It took longer than --timeout."},
			{Code: "130", Meaning: "Stopped by a signal. serve and demo, which end by one, end with 0."},
		},
	}
}

// variables are those that no flag has.
func variables() []manual.Variable {
	list := []manual.Variable{
		{Name: passwordVariable, Help: "Password at the API, for commands that call it."},
		{Name: passwordVariable + settings.FileSuffix, Help: "File that holds it."},
		{Name: "OPENHPP_SIGNING_SECRET", Help: "Secret that signs callbacks; run, demo and serve --print-env give it to clients."},
	}
	for _, s := range app.Settings() {
		if s.Secret {
			list = append(list, manual.Variable{Name: s.Name, Help: s.Help})
		}
		if s.InFile {
			list = append(list, manual.Variable{Name: s.Name + settings.FileSuffix, Help: "File that holds the value of " + s.Name + "."})
		}
	}
	return append(list, manual.Variable{Name: app.UpstreamPrefix + "NAME", Help: "Another host that speaks an API of Klarna's or Kustom's, for tests, as JSON."})
}
