package apicli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// ErrUse is about how a command was called, not about what came of it.
var ErrUse = errors.New("wrong use")

// misuse is an ErrUse in words of its own.
type misuse struct{ text string }

func (m misuse) Error() string { return m.text }

// Is says what the error is about.
func (m misuse) Is(target error) bool { return target == ErrUse }

func wrongUse(format string, values ...any) error { return misuse{fmt.Sprintf(format, values...)} }

// Any makes any call of the API and prints what came back, also of one that is refused.
func (c Caller) Any(ctx context.Context, method, path, data string, in io.Reader) error {
	body, err := ReadData(data, in)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(path, "/") {
		return wrongUse("the path must begin with /, such as /hpp/v1/sessions, but is %q", path)
	}
	var content any
	if body != nil {
		content = body
	}
	answer, err := c.exchange(ctx, strings.ToUpper(method), path, content)
	if printErr := c.printAnswer(document(answer.Body)); err == nil {
		err = printErr
	}
	return err
}

func (c Caller) printAnswer(d document) error {
	if c.JSON {
		return c.printLine(d)
	}
	return printPretty(c.Out, d)
}

// ReadData is JSON as it was given, from the file after an @, or from the standard input for @-.
// Empty is none.
func ReadData(data string, in io.Reader) (json.RawMessage, error) {
	name, isFile := strings.CutPrefix(data, "@")
	text := []byte(data)
	var err error
	switch {
	case data == "":
		return nil, nil
	case isFile && name == "-":
		text, err = io.ReadAll(in)
	case isFile:
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, wrongUse("--data: %v", err)
	}
	if !json.Valid(text) {
		return nil, wrongUse("--data is not JSON; @FILE reads a file, @- the standard input")
	}
	return text, nil
}
