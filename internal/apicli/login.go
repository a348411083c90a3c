package apicli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/openhpp/openhpp/client"
)

// probe is a read that every credential may make, and that changes nothing.
const probe = "/openhpp/v1/profiles"

// Login keeps an access under a name once the server takes it.
func (c Caller) Login(ctx context.Context, contexts Contexts, name string) error {
	if _, err := c.get(ctx, probe); err != nil {
		if refused, ok := errors.AsType[*client.Error](err); ok && refused.Status == http.StatusUnauthorized {
			return fmt.Errorf("user name and password are not right at %s: %w", c.API.BaseURL, err)
		}
		return err
	}
	if err := contexts.Put(name, Access{c.API.BaseURL, c.API.Username, c.API.Password}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(c.Err, "Commands with --context %s now call %s; it is kept in %s.\n", name, c.API.BaseURL, contexts.File)
	return err
}

// ReadPassword reads a password that a script gives, up to the first end of a line.
func ReadPassword(in io.Reader) (string, error) {
	line, err := bufio.NewReader(in).ReadString('\n')
	password := strings.TrimRight(line, "\r\n")
	if password == "" {
		return "", errors.Join(errors.New("the standard input held no password"), ignoreEOF(err))
	}
	return password, nil
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
