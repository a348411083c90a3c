package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"

	"github.com/openhpp/openhpp/internal/app"
)

// Status is an error with the exit status that a command ends with.
type Status struct {
	Code int
	Text string // empty: whoever ran said already why
}

func (s Status) Error() string { return s.Text }

// ExitCode is asked by who ends the program.
func (s Status) ExitCode() int { return s.Code }

// The exit statuses that shells give for commands they cannot start.
const (
	cannotStart = 126
	notFound    = 127
	bySignal    = 128 // and the signal's number
)

// Running is a command that is given a playground.
type Running struct {
	Command  []string
	Config   app.Config // where to listen, and what callbacks may reach
	In       io.Reader
	Out, Err io.Writer
	// AtTerminal says that Ctrl-C reaches the command by itself.
	AtTerminal bool
}

// Run starts a throw-away playground with a merchant, runs the command with its address and
// credentials in the environment, and passes signals on. The error has the command's own status.
func (r Running) Run(ctx context.Context, log *slog.Logger) error {
	// A signal ends the command first; the playground ends after it.
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	program, err := exec.LookPath(r.Command[0])
	switch {
	case errors.Is(err, fs.ErrPermission):
		return Status{cannotStart, r.Command[0] + " cannot be run: " + err.Error()}
	case err != nil:
		return Status{notFound, r.Command[0] + " was not found"}
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, passedOn...)
	defer signal.Stop(signals)
	playground, err := app.OpenEphemeral(ctx, r.Config, log)
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- playground.Run(ctx) }()
	err = r.run(program, clientVariables(playground.APIURL(), playground.Account), signals)
	stop()
	return errors.Join(err, <-served)
}

// run runs the command to its end.
func (r Running) run(program string, variables []string, signals <-chan os.Signal) error {
	command := exec.Command(program, r.Command[1:]...) //nolint:noctx // signals end it, and nothing else does
	command.Args[0] = r.Command[0]
	command.Stdin, command.Stdout, command.Stderr = r.In, r.Out, r.Err
	command.Env = append(withoutServerSettings(os.Environ()), variables...)
	if err := command.Start(); err != nil {
		return Status{cannotStart, fmt.Sprintf("%s cannot be run: %v", r.Command[0], err)}
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for {
		select {
		case s := <-signals:
			if !r.AtTerminal || s != os.Interrupt {
				_ = command.Process.Signal(s) // it may have ended meanwhile
			}
		case err := <-ended:
			return statusOf(command.ProcessState, err)
		}
	}
}

// withoutServerSettings are an environment's variables but those that would send a command of
// this program to another server.
func withoutServerSettings(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		return strings.HasPrefix(variable, "OPENHPP_CONTEXT=") || strings.HasPrefix(variable, "OPENHPP_PASSWORD_FILE=")
	})
}

// statusOf is how a command ended, as shells say it.
func statusOf(state *os.ProcessState, err error) error {
	if state == nil || state.Success() && err != nil {
		return err // its output could not be passed on
	}
	if number, ok := endedBy(state); ok {
		return Status{Code: bySignal + number}
	}
	if code := state.ExitCode(); code != 0 {
		return Status{Code: code}
	}
	return nil
}
