// Package testbrowser owns the browser that tests drive: which program, with
// which settings. It must not know pages and servers.
//
// Chromium's headless shell is preferred: it draws and runs pages with the same
// engine as the Chromium of its version, at a third of the processor time,
// because it brings no windows, profiles or extensions along. Set
// OPENHPP_TEST_BROWSER to the path of another browser to use that instead.
package testbrowser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/chromedp"
)

// Setting is the variable that names another browser's program.
const Setting = "OPENHPP_TEST_BROWSER"

// programs are looked for in this order. The headless shell of Debian is named
// by its own path: the script of that name in the path starts it as a child,
// which stays when the script is killed.
var programs = []string{
	"/usr/lib/chromium/chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome",
}

var errMissing = errors.New("testbrowser: there is no Chromium; on Debian: apt-get install chromium-headless-shell (make needs does it)")

// Program is the path of the browser on this machine.
func Program() (string, error) {
	if named := os.Getenv(Setting); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("testbrowser: %s: %w", Setting, err)
		}
		return path, nil
	}
	return find(programs)
}

func find(programs []string) (string, error) {
	for _, program := range programs {
		if path, err := exec.LookPath(program); err == nil {
			return path, nil
		}
	}
	return "", errMissing
}

// startup is how long the browser may take to answer: a busy machine needs
// many times the usual second.
const startup = 90 * time.Second

// Start starts a browser with an empty profile that calls nobody. Windows are
// opened with chromedp from the context that is returned; stop ends them all
// and removes the profile.
func Start(ctx context.Context) (browser context.Context, stop func(), err error) {
	program, err := Program()
	if err != nil {
		return nil, nil, err
	}
	allocator, release := chromedp.NewExecAllocator(ctx,
		chromedp.ExecPath(program), chromedp.WSURLReadTimeout(startup),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("ignore-certificate-errors", true), // servers of tests have their own
		// A fifth of the time goes into processes that wait for pages to come.
		chromedp.Flag("disable-features", "RenderDocument,SpareRendererForSitePerProcess"),
	)
	browser, end := chromedp.NewContext(allocator)
	stop = func() { end(); release() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, fmt.Errorf("testbrowser: %s: %w", program, err)
	}
	return browser, stop, nil
}
