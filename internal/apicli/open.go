package apicli

import (
	"context"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// places are what Open knows besides a session's page.
var places = map[string]string{"docs": "/openapi/hpp.yaml", "inbox": "/playground/inbox", "test-data": "/playground/test-data"}

// Open opens a place of the server, or the page of a session, by a program that is given the address
// last, and prints the address where there is none.
func (c Caller) Open(ctx context.Context, place, id string, browser []string) error {
	address := strings.TrimRight(c.API.BaseURL, "/") + places[place]
	switch {
	case place == "page" && id == "":
		return wrongUse("open page needs the session's id")
	case place != "page" && id != "":
		return wrongUse("open %s takes no id", place)
	case place == "page":
		var err error
		if address, err = c.linkOf(ctx, id); err != nil {
			return err
		}
	}
	if len(browser) == 0 {
		return c.printID(address)
	}
	program, err := exec.LookPath(browser[0])
	if err != nil {
		return c.printID(address)
	}
	command := exec.CommandContext(ctx, program, append(slices.Clone(browser[1:]), address)...)
	command.Stderr = c.Err
	return command.Run()
}

// Browser is the program by which this system opens addresses; BROWSER goes before.
func Browser(chosen string) []string {
	switch {
	case chosen != "":
		return strings.Fields(chosen)
	case runtime.GOOS == "darwin":
		return []string{"open"}
	case runtime.GOOS == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return []string{"xdg-open"}
}
