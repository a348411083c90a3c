package testbrowser_test

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openhpp/openhpp/internal/fulltest"
	"github.com/openhpp/openhpp/internal/testbrowser"
)

func TestStartShowsAPage(t *testing.T) {
	fulltest.Long(t, "drives a browser")
	if _, err := testbrowser.Program(); err != nil {
		fulltest.Lack(t, err)
	}
	browser, stop, err := testbrowser.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	page := chromedp.Navigate("data:text/html,<title>hello</title>")
	if err := chromedp.Do(browser, page); err != nil {
		t.Fatal(err)
	}
	if title, err := chromedp.Run(browser, chromedp.Title()); err != nil || title != "hello" {
		t.Errorf("title %q, %v", title, err)
	}
}

func TestProgramThatIsNamed(t *testing.T) {
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(testbrowser.Setting, own)
	if got, err := testbrowser.Program(); err != nil || got != own {
		t.Errorf("%q, %v, want %q", got, err, own)
	}
	t.Setenv(testbrowser.Setting, "/nowhere/browser")
	if _, err := testbrowser.Program(); err == nil || !strings.Contains(err.Error(), testbrowser.Setting) {
		t.Errorf("a browser that is not there: %v", err)
	}
}
