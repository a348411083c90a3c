package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/client"
	"github.com/openhpp/openhpp/internal/apicli"
	"github.com/openhpp/openhpp/internal/app"
)

// The exit statuses of every command but fsck and run, which have their own.
const (
	notDone     = 1
	wrongUse    = 2   // or settings
	refused     = 3   // by the server
	unreachable = 4   // or an error of the server's own
	timeOver    = 5   // --timeout
	stopped     = 130 // by a signal
)

// status is what a command ends with.
func status(ctx context.Context, err error) int {
	var own kong.ExitCoder
	var parsing *kong.ParseError
	var settings app.WrongSettings
	var answer *client.Error
	var silence apicli.Unreachable
	switch {
	case err == nil:
		return 0
	case errors.As(err, &parsing), errors.As(err, &settings), errors.Is(err, apicli.ErrUse):
		return wrongUse
	case errors.As(err, &own):
		return own.ExitCode()
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return stopped
	case errors.Is(err, context.DeadlineExceeded):
		return timeOver
	case errors.As(err, &answer) && answer.Status < http.StatusInternalServerError:
		return refused
	case answer != nil, errors.As(err, &silence):
		return unreachable
	}
	return notDone
}

// end ends the program with an error's status, and says on the standard error what is wrong.
func end(ctx context.Context, out io.Writer, err error) {
	code := status(ctx, err)
	if code == 0 {
		return
	}
	var answer *client.Error
	text := err.Error()
	if errors.As(err, &answer) && len(answer.Allowed) > 0 {
		text += "; possible now: " + strings.Join(answer.Allowed, ", ")
	}
	if text != "" {
		_, _ = fmt.Fprintln(out, "openhpp: error: "+strings.ReplaceAll(text, "client: ", ""))
	}
	var parsing *kong.ParseError
	if errors.As(err, &parsing) {
		name := "openhpp"
		if parsing.Context != nil && parsing.Context.Selected() != nil {
			name = parsing.Context.Selected().FullPath()
		}
		_, _ = fmt.Fprintln(out, "See "+name+" --help")
	}
	os.Exit(code)
}
