package harness

import (
	"context"
	"sync"
	"testing"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/testbrowser"
)

// Browser is the Chromium that all tests of a process share. What it holds for
// a site is a window's own, so that tests do not meet in it.
type Browser struct {
	ctx context.Context
}

// running is the browser of this process.
var running struct {
	mu   sync.Mutex
	ctx  context.Context
	stop func()
}

// NewBrowser answers the browser, which the first caller starts. One that has
// died is replaced.
func NewBrowser(t *testing.T) *Browser {
	t.Helper()
	fulltest.Long(t, "drives a browser")
	if _, err := testbrowser.Program(); err != nil {
		fulltest.Lack(t, err)
	}
	running.mu.Lock()
	defer running.mu.Unlock()
	if running.ctx == nil || running.ctx.Err() != nil {
		ctx, stop, err := testbrowser.Start(context.WithoutCancel(t.Context())) // it outlives the test
		if err != nil {
			t.Fatal(err)
		}
		running.ctx, running.stop = ctx, stop
	}
	return &Browser{running.ctx}
}

// stopBrowser ends the browser, when there is one.
func stopBrowser() {
	running.mu.Lock()
	defer running.mu.Unlock()
	if running.stop != nil {
		running.stop()
	}
}
