package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/app"
)

// The exit statuses of every command but fsck and run, which have their own.
const (
	notDone   = 1
	wrongUse  = 2 // or settings
	stoppedBy = 130
)

// status is what a command ends with.
func status(ctx context.Context, err error) int {
	var own kong.ExitCoder
	var parsing *kong.ParseError
	var settings app.WrongSettings
	switch {
	case err == nil:
		return 0
	case errors.As(err, &parsing), errors.As(err, &settings):
		return wrongUse
	case errors.As(err, &own):
		return own.ExitCode()
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return stoppedBy
	}
	return notDone
}

// end ends the program with an error's status, and says on the standard error what is wrong.
func end(ctx context.Context, out io.Writer, err error) {
	code := status(ctx, err)
	if code == 0 {
		return
	}
	if text := err.Error(); text != "" {
		_, _ = fmt.Fprintln(out, "openhpp: error: "+text)
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
