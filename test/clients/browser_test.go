package clients

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/testbrowser"
)

// playwright is where make needs installs it.
const playwright = "../../.cache/playwright/node_modules"

// settings are Playwright's: the browser that all tests drive.
const settings = `export default {
  workers: 1, reporter: "list", timeout: 60_000,
  use: { launchOptions: { executablePath: process.env.OPENHPP_TEST_BROWSER, args: ["--no-sandbox"] } },
};
`

// The helpers for Playwright and the commands for Cypress work in a real browser,
// and so does what the page about CI shows of them: once as the client's own
// specs, once as the page's. Cypress itself is a double over Playwright's page.
func TestHelpersInABrowser(t *testing.T) {
	t.Parallel()
	fulltest.Long(t, "drives a browser")
	node := need(t, "node", "--version")
	browser, err := testbrowser.Program()
	if err != nil {
		fulltest.Lack(t, err)
	}
	packages, err := filepath.Abs(playwright)
	if err != nil {
		t.Fatal(err)
	}
	cli := filepath.Join(packages, "@playwright/test/cli.js")
	if _, err := os.Stat(cli); err != nil {
		fulltest.Lack(t, errors.New("there is no Playwright in .cache/playwright: make needs installs it"))
	}
	folder := t.TempDir()
	for prefix, wanted := range map[string]string{"tests/payment.spec.js": "tests", "cypress": "cypress"} {
		writeManual(t, folder, prefix)
		if _, err := os.Stat(filepath.Join(folder, wanted)); err != nil {
			t.Fatal(err)
		}
		_ = os.RemoveAll(filepath.Join(folder, ".openhpp"))
	}
	copyFolder(t, "../../clients/js", filepath.Join(folder, "node_modules/openhpp"))
	copyFolder(t, "../../clients/js/browser", filepath.Join(folder, "browser"))
	for _, name := range []string{"@playwright", "playwright", "playwright-core"} {
		if err := os.Symlink(filepath.Join(packages, name), filepath.Join(folder, "node_modules", name)); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(folder, "node_modules/cypress/index.js"), "exports.defineConfig = (config) => config;\n")
	writeFile(t, filepath.Join(folder, "package.json"), `{"type": "module"}`)
	writeFile(t, filepath.Join(folder, "playwright.config.js"), settings)
	out := inPlayground(t, folder, []string{testbrowser.Setting + "=" + browser}, node, cli, "test")
	if !strings.Contains(out, "10 passed") {
		t.Errorf("not all were run:\n%s", out)
	}
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}
