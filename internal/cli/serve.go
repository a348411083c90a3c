package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/merchant"
)

// Serving is what the command serve does beside serving.
type Serving struct {
	Ephemeral bool      // keep everything in a folder that goes at the end
	ReadyFile string    // is written once the server answers; empty: none
	PrintEnv  bool      // print the variables that clients read, for a shell
	Greet     bool      // tell a person at a terminal where everything is
	Out, Err  io.Writer // results, and all else
}

// Serve runs a server until ctx ends.
func (s Serving) Serve(ctx context.Context, c app.Config, log *slog.Logger) error {
	server, account, err := s.open(ctx, c, log)
	if err != nil {
		return err
	}
	if err := s.announce(c, server, account); err != nil {
		return errors.Join(err, server.Close())
	}
	err = server.Run(ctx)
	if s.ReadyFile != "" {
		err = errors.Join(err, os.Remove(s.ReadyFile))
	}
	return err
}

// server is an app.App, or one that leaves nothing behind.
type server interface {
	URL() string
	APIURL() string
	TestDataURL() string
	Run(ctx context.Context) error
	Close() error
}

// open answers a server that listens, and the merchant whose credentials may be told, if there is one.
func (s Serving) open(ctx context.Context, c app.Config, log *slog.Logger) (server, merchant.Credentials, error) {
	if s.Ephemeral {
		ephemeral, err := app.OpenEphemeral(ctx, c, log)
		if err != nil {
			return nil, merchant.Credentials{}, err
		}
		return ephemeral, ephemeral.Account, nil
	}
	lasting, err := app.Open(ctx, c, log)
	if err != nil {
		return nil, merchant.Credentials{}, err
	}
	account, _ := lasting.FixedMerchant()
	return lasting, account, nil
}

// announce tells people and programs where the server is. It listens already: who comes now waits
// for the moment until it serves.
func (s Serving) announce(c app.Config, server server, account merchant.Credentials) error {
	variables := clientVariables(server.APIURL(), account)
	if s.PrintEnv {
		for _, variable := range variables {
			if _, err := fmt.Fprintln(s.Out, "export "+variable); err != nil {
				return err
			}
		}
	}
	if s.Greet {
		_, _ = io.WriteString(s.Err, s.greeting(c, server))
	}
	if s.ReadyFile == "" {
		return nil
	}
	return WriteWhole(s.ReadyFile, strings.Join(variables, "\n")+"\n")
}

// clientVariables are those that clients and tests read. Without a merchant it is the address alone.
func clientVariables(url string, account merchant.Credentials) []string {
	variables := []string{"OPENHPP_URL=" + url}
	if account.MerchantID == "" {
		return variables
	}
	return append(variables, "OPENHPP_USERNAME="+account.Username, "OPENHPP_PASSWORD="+account.Password, "OPENHPP_SIGNING_SECRET="+account.WebhookSecret)
}

// WriteWhole writes a file that is there with all its text or not at all: others wait for it.
// It holds a password, so it is its owner's.
func WriteWhole(name, text string) error {
	draft, err := os.CreateTemp(filepath.Dir(name), ".openhpp-") // for its owner only
	if err != nil {
		return err
	}
	_, err = draft.WriteString(text)
	if err = errors.Join(err, draft.Close()); err == nil {
		err = os.Rename(draft.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(draft.Name()))
	}
	return nil
}

// greeting are the first lines of a playground.
func (s Serving) greeting(c app.Config, server server) string {
	data, next := strings.TrimPrefix(c.Database, "sqlite:"), `openhpp merchant create --name "My shop"`
	switch {
	case s.Ephemeral:
		data, next = "in a folder that goes at the end", `eval "$(openhpp serve --ephemeral --print-env)"`
	case strings.Contains(data, "://"):
		data = "PostgreSQL"
	}
	return fmt.Sprintf(servingText, server.URL(), server.APIURL(), server.TestDataURL(), data, next)
}

const servingText = `
  OpenHPP playground. Test money only.

  Address        %s
  API reference  %s/openapi/hpp.yaml
  Test data      %s
  Data           %s

  Next: %s
  OPENHPP_LOG_LEVEL=info shows every request. Stop with Ctrl-C.

`
